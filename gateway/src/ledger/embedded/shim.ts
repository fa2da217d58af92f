// Ours first: Google's own messages are shared by both copies, and register once, in the global that is there then.
import '@hyperledger/fabric-protos';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Finds fabric-shim's own copies of what it depends on, whatever else is installed beside them. */
export const shimRequire = createRequire(require.resolve('fabric-shim/package.json'));

/**
 * Loads a module of fabric-shim. It brings an older copy of Fabric's messages, and generated classes look one another up
 * by name in one global: whichever copy is loaded last would take the other's place there, and fields only the newer
 * knows would be lost. So the shim's copy is loaded beside an empty global, which is thrown away.
 */
export function requireShim(file: string): unknown {
  const global = globalThis as { proto?: unknown };
  const ours = global.proto;
  global.proto = undefined;
  try {
    return shimRequire(file);
  } finally {
    global.proto = ours;
  }
}

/** fabric-shim's 64-bit integer, in which contracts get a transaction's seconds. */
export const Long = shimRequire('long') as { fromNumber: (value: number, unsigned: boolean) => object };
