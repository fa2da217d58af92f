import type { KeyObject } from 'node:crypto';
import {
  base64urlDecode,
  cosignedMessage,
  encodeCosignature,
  HanlianError,
  noteKey,
  noteMessage,
  type NoteKey,
  type NoteSignature,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { Signer } from '../keys/signer.js';
import { sm2Point } from '../sm2/keys.js';

/** A key that signs notes under a name. */
export interface NoteSigner {
  readonly key: NoteKey;
  sign(text: string): Promise<NoteSignature>;
}

const ed25519PublicKey = (publicKey: KeyObject): Uint8Array =>
  base64urlDecode(publicKey.export({ format: 'jwk' }).x as string);

/**
 * Signs notes by an Ed25519 key (type 0x01), or by an SM2 key (docs/adr/0016).
 *
 * @throws {HanlianError} KEY_UNSUPPORTED, NOTE_KEY_MALFORMED for a name no note may hold
 */
export function noteSigner(name: string, signer: Signer): NoteSigner {
  const key = noteKey(nodeHashes.sha256, { name, ...materialOf(signer) });
  return {
    key,
    sign: async (text) => ({ name, keyId: key.id, signature: await signer.sign(noteMessage(text)) }),
  };
}

function materialOf({ algorithm, publicKey }: Signer): Pick<NoteKey, 'type' | 'publicKey'> {
  switch (algorithm) {
    case 'Ed25519':
      return { type: 'ed25519', publicKey: ed25519PublicKey(publicKey) };
    case 'SM2':
      return { type: 'sm2', publicKey: sm2Point(publicKey) };
    case 'ES256':
      throw new HanlianError('KEY_UNSUPPORTED', 'Notes are signed by Ed25519 or SM2', {
        expected: ['Ed25519', 'SM2'],
        received: algorithm,
      });
  }
}

/**
 * Cosigns checkpoints by an Ed25519 key, at the time of the clock (c2sp.org/tlog-cosignature).
 *
 * @param clock milliseconds since 1970
 * @throws {HanlianError} KEY_UNSUPPORTED, NOTE_KEY_MALFORMED
 */
export function witnessSigner(name: string, signer: Signer, clock: () => number = Date.now): NoteSigner {
  if (signer.algorithm !== 'Ed25519') {
    throw new HanlianError('KEY_UNSUPPORTED', 'Witnesses sign by Ed25519', {
      expected: ['Ed25519'],
      received: signer.algorithm,
    });
  }
  const publicKey = ed25519PublicKey(signer.publicKey);
  const key = noteKey(nodeHashes.sha256, { name, type: 'cosignature', publicKey });
  return {
    key,
    sign: async (text) => {
      const timestamp = Math.floor(clock() / 1000);
      const signature = await signer.sign(cosignedMessage(timestamp, text));
      return { name, keyId: key.id, signature: encodeCosignature({ timestamp, signature }) };
    },
  };
}
