import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Finds fabric-shim's own copies of what it depends on, whatever else is installed beside them. */
export const shimRequire = createRequire(require.resolve('fabric-shim/package.json'));

/** fabric-shim's 64-bit integer, in which contracts get a transaction's seconds. */
export const Long = shimRequire('long') as { fromNumber: (value: number, unsigned: boolean) => object };
