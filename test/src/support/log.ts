import { generateKeyPairSync } from 'node:crypto';
import { ed25519Signer, noteSigner, witnessSigner, type NoteSigner } from '@hanlian/certificates';
import {
  formatCheckpoint,
  formatNote,
  formatNoteKey,
  leafHash,
  merkleRoot,
  utf8Encode,
  type Checkpoint,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';

export const ORIGIN = 'hanlian/test/0011223344556677';

const newSigner = (): Parameters<typeof noteSigner>[1] =>
  ed25519Signer(generateKeyPairSync('ed25519').privateKey);

export const newLogSigner = (name = ORIGIN): NoteSigner => noteSigner(name, newSigner());
export const newWitness = (name: string, clock?: () => number): NoteSigner =>
  witnessSigner(name, newSigner(), clock);
export const keyText = ({ key }: NoteSigner): string => formatNoteKey(key);

/** A checkpoint over made-up leaves: of one size always the same. */
export function checkpointOf(size: number, more: Partial<Checkpoint> = {}): Checkpoint {
  const root = (suite: 'sha256' | 'sm3'): Uint8Array =>
    merkleRoot(
      nodeHashes[suite],
      Array.from({ length: size }, (_, i) => leafHash(nodeHashes[suite], utf8Encode(String(i)))),
    );
  return { origin: ORIGIN, size, root: root('sha256'), sm3Root: root('sm3'), block: 10 * size, ...more };
}

export async function signedNote(checkpoint: Checkpoint | string, ...signers: NoteSigner[]): Promise<string> {
  const text = typeof checkpoint === 'string' ? checkpoint : formatCheckpoint(checkpoint);
  return formatNote({ text, signatures: await Promise.all(signers.map((signer) => signer.sign(text))) });
}
