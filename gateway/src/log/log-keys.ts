import {
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

type Algorithm = 'Ed25519' | 'SM2';

/** Opens them in the key store; they are drawn when they are not there. */
export async function openLogKeys(
  keys: KeyStore,
  { mspId, origin, clock }: { readonly mspId: string; readonly origin: string; readonly clock: () => number },
): Promise<OwnLogKeys> {
  const signer = async (name: string, algorithm: Algorithm): Promise<Signer> =>
    (await keys.has(name)) ? keys.signer(name) : keys.create(name, algorithm);
  const witness = witnessSigner(`${origin}/witness/${mspId}`, await signer('log-witness', 'Ed25519'), clock);
  if (mspId !== PUBLISHER) return { witness };
  const ed25519 = noteSigner(origin, await signer('log-checkpoint', 'Ed25519'));
  const sm2 = noteSigner(origin, await signer('log-checkpoint-sm2', 'SM2'));
  return { log: [ed25519, sm2], witness };
}
