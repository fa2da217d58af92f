import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openFileKeyStore, witnessSigner, type KeyStore, type Signer } from '@hanlian/certificates';
import { formatNoteKey, parseNoteKey } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { Closing } from '../storage/closing.js';
import { WitnessMemory } from './memory.js';
import { witnessServer } from './server.js';
import { Witness } from './witness.js';

export interface WitnessOptions {
  /** Its own: keys, what it cosigned last, evidence. */
  readonly folder: string;
  /** Opens its key. */
  readonly passphrase: string;
  /** The name it signs under, a host name and path by custom: `witness.bank.example/w1`. */
  readonly name: string;
  /** Verifier keys of the logs it watches. */
  readonly logs: readonly string[];
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly clock?: () => number;
  readonly say: (line: string) => void;
}

export interface RunningWitness {
  /** The submission prefix. */
  readonly url: string;
  /** Its verifier key, for policies. */
  readonly key: string;
  close(): Promise<void>;
}

const KEY = 'witness';

/**
 * Runs a witness alone: it needs no hub and no ledger.
 *
 * @throws {HanlianError} NOTE_KEY_MALFORMED, WITNESS_STATE_MISSING, KEYSTORE_PASSPHRASE_WRONG, KEYSTORE_DAMAGED, and as
 * `openStore` does
 */
export async function openWitness(options: WitnessOptions): Promise<RunningWitness> {
  const { folder, passphrase, name, host, port, clock, say } = options;
  const logs = options.logs.map((text) => parseNoteKey(nodeHashes.sha256, text));
  const closing = new Closing();
  try {
    const keys = await openFileKeyStore({ folder: join(folder, 'keys'), passphrase });
    const memory = closing.add(await WitnessMemory.open(folder, !(await keys.has(KEY))));
    const signer = witnessSigner(name, await keyIn(keys), clock);
    const server = witnessServer(new Witness({ memory, signer, logs }), say);
    closing.add({
      close: async () => {
        server.close();
        server.closeAllConnections();
        await once(server, 'close');
      },
    });
    server.listen(port, host);
    await once(server, 'listening');
    const { port: taken } = server.address() as AddressInfo;
    return { url: `http://${host}:${taken}`, key: formatNoteKey(signer.key), close: () => closing.close() };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

const keyIn = async (keys: KeyStore): Promise<Signer> =>
  (await keys.has(KEY)) ? keys.signer(KEY) : keys.create(KEY, 'Ed25519');
