import {
  newestKey,
  noteSigner,
  witnessSigner,
  type KeyStore,
  type NoteSigner,
  type Signer,
} from '@hanlian/certificates';
import { PUBLISHER } from './published.js';

/** The keys an organisation's hub signs and cosigns checkpoints with. */
export interface OwnLogKeys {
  /** The log's own, Ed25519 and SM2; the publisher's alone. */
  readonly log?: readonly [NoteSigner, NoteSigner];
  readonly witness: NoteSigner;
}

/** A key's name in the key store, and its algorithm. */
export type LogKeyName = readonly [name: string, algorithm: 'Ed25519' | 'SM2'];

export const LOG_KEYS = [
  ['log-checkpoint', 'Ed25519'],
  ['log-checkpoint-sm2', 'SM2'],
] as const satisfies readonly LogKeyName[];
export const WITNESS_KEYS = [['log-witness', 'Ed25519']] as const satisfies readonly LogKeyName[];

/** Opens the newest of them in the key store; they are drawn when they are not there. */
export async function openLogKeys(
  keys: KeyStore,
  { mspId, origin, clock }: { readonly mspId: string; readonly origin: string; readonly clock: () => number },
): Promise<OwnLogKeys> {
  const newest = ([name, algorithm]: LogKeyName): Promise<Signer> => newestKey(keys, name, algorithm);
  const witness = witnessSigner(`${origin}/witness/${mspId}`, await newest(WITNESS_KEYS[0]), clock);
  if (mspId !== PUBLISHER) return { witness };
  const [ed25519, sm2] = LOG_KEYS;
  return { log: [noteSigner(origin, await newest(ed25519)), noteSigner(origin, await newest(sm2))], witness };
}
