import { join } from 'node:path';

/** The channel every organisation's peer is in. */
export const CHANNEL = 'hanlian';
/** The hub's chaincode, and the namespace its records lie in. */
export const CHAINCODE = 'hanlian';

/** Where a hub keeps its primary data. */
export const storeFolder = (folder: string): string => join(folder, 'store');

/** Where a hub keeps its read model. */
export const indexFolder = (folder: string): string => join(folder, 'index');
