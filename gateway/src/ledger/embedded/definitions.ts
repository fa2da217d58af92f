import { metaKey } from './keys.js';
import type { ChaincodeOptions, CollectionOptions } from './options.js';
import type { Reader, Store } from './store.js';

/** What was agreed on for a chaincode. The embedded ledger endorses with one node, so the policies are only shown. */
export interface ChaincodeDefinition {
  readonly name: string;
  readonly policy?: string;
  readonly collections: readonly CollectionOptions[];
}

const DEFINITIONS = metaKey('definitions');

/** Stores the definitions a ledger is opened with, if they are not the stored ones already. */
export async function keepDefinitions(store: Store, chaincodes: readonly ChaincodeOptions[]): Promise<void> {
  const definitions = chaincodes.map(({ name, policy, collections = [] }): ChaincodeDefinition => ({
    name,
    ...(policy !== undefined && { policy }),
    collections,
  }));
  const value = Buffer.from(JSON.stringify(definitions), 'utf8');
  if (store.get(DEFINITIONS)?.equals(value)) return;
  await store.commit([{ type: 'put', key: DEFINITIONS, value }]);
}

export function readDefinitions(reader: Reader): readonly ChaincodeDefinition[] {
  return JSON.parse(reader.get(DEFINITIONS)?.toString('utf8') ?? '[]') as ChaincodeDefinition[];
}
