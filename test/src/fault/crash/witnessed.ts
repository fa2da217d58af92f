import { createPrivateKey } from 'node:crypto';
import { ed25519Signer, noteSigner } from '@hanlian/certificates';
import {
  buildTree,
  consistencyPath,
  formatCosignRequest,
  leafHash,
  merkleRoot,
  parseNote,
  utf8Encode,
  type Checkpoint,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { openWitness, type RunningWitness } from '@hanlian/gateway/witness/open';
import { checkpointOf, keyText, ORIGIN, signedNote } from '../../support/log.js';

const { sha256 } = nodeHashes;
/** The key of the log that is witnessed, the same in every process: RFC 8410 around 32 bytes. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const key = createPrivateKey({
  key: Buffer.concat([PKCS8, Buffer.alloc(32, 7)]),
  format: 'der',
  type: 'pkcs8',
});
const log = noteSigner(ORIGIN, ed25519Signer(key));

export const openAt = (folder: string): Promise<RunningWitness> =>
  openWitness({
    folder,
    passphrase: 'a long passphrase',
    name: 'witness.example/w1',
    logs: [keyText(log)],
    host: '127.0.0.1',
    port: 0,
    say: () => undefined,
  });

/** What a witness's user heard: its key, and a size it has cosigned. */
export interface Heard {
  readonly key: string;
  readonly size: number;
}

/** Two histories, the same up to a place: whoever cosigns both behind it has signed a fork. */
export type History = 'true' | 'forked';
const FORKED_FROM = 2;

const leavesOf = (history: History, size: number): Uint8Array[] =>
  Array.from({ length: size }, (_, i) =>
    leafHash(sha256, utf8Encode(history === 'forked' && i >= FORKED_FROM ? `other ${i}` : String(i))),
  );

const checkpointIn = (history: History, size: number): Checkpoint =>
  checkpointOf(size, history === 'true' ? {} : { root: merkleRoot(sha256, leavesOf(history, size)) });

/** Asks a witness to cosign a size of a history, proving from another; gives the HTTP status. */
export async function ask(
  { url }: RunningWitness,
  history: History,
  size: number,
  from: number,
): Promise<number> {
  const checkpoint = parseNote(await signedNote(checkpointIn(history, size), log));
  const isProven = from > 0 && from < size;
  const proof = isProven ? consistencyPath(buildTree(sha256, leavesOf(history, size)), from) : [];
  const body = formatCosignRequest({ oldSize: from, proof, checkpoint });
  const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
  await response.arrayBuffer();
  return response.status;
}
