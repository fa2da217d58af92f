import type { RequestListener } from 'node:http';
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
import { askWitness } from '@hanlian/gateway/witness/client';
import { openWitness } from '@hanlian/gateway/witness/open';
import { newFolder, removeFolder } from '../../../../support/folders.js';
import { openFront } from '../../../../support/front.js';
import { checkpointOf, keyText, newLogSigner, newWitness, signedNote } from '../../../../support/log.js';
import { codeOf, type Cases } from './case.js';

const { sha256 } = nodeHashes;
const [LAST, NEXT] = [5, 9];
const log = newLogSigner();
const leaves = (size: number): Uint8Array[] =>
  Array.from({ length: size }, (_, i) => leafHash(sha256, utf8Encode(String(i))));
const proofTo = (size: number, from: number): Uint8Array[] => [
  ...consistencyPath(buildTree(sha256, leaves(size)), from),
];
const forkOf = (size: number): Checkpoint =>
  checkpointOf(size, { root: merkleRoot(sha256, leaves(size).reverse()) });
const EXTRA = sha256(utf8Encode('extra'));

const requestFor = async (
  checkpoint: Checkpoint,
  oldSize: number,
  proof: readonly Uint8Array[],
  signer = log,
): Promise<string> =>
  formatCosignRequest({ oldSize, proof, checkpoint: parseNote(await signedNote(checkpoint, signer)) });

/** What a witness that cosigned a tree answers a request; one that continues that tree is cosigned afterwards. */
async function answered(request: Promise<string>): Promise<string> {
  const folder = await newFolder();
  const witness = await openWitness({
    folder,
    passphrase: 'a long passphrase',
    name: 'witness.example/w1',
    logs: [keyText(log)],
    host: '127.0.0.1',
    port: 0,
    say: () => undefined,
  });
  const post = async (body: string): Promise<string> => {
    const response = await fetch(`${witness.url}/add-checkpoint`, { method: 'POST', body });
    const [code = ''] = /^[A-Z_]+(?=: )/.exec(await response.text()) ?? [];
    return `${response.status} ${code}`.trim();
  };
  try {
    await post(await requestFor(checkpointOf(LAST), 0, []));
    const answer = await post(await request);
    const after = await post(await requestFor(checkpointOf(NEXT), LAST, proofTo(NEXT, LAST)));
    return after === '200' ? answer : `${answer}, and it does not go on`;
  } finally {
    await witness.close();
    await removeFolder(folder);
  }
}

export const WITNESSED: Cases = {
  'another tree of the size it cosigned': () => answered(requestFor(forkOf(LAST), LAST, [])),
  'a tree that nothing proves to continue': () =>
    answered(requestFor(forkOf(NEXT), LAST, proofTo(NEXT, LAST))),
  'a proof with a hash too many for a witness': () =>
    answered(requestFor(checkpointOf(8), LAST, [...proofTo(8, LAST), EXTRA])),
  'a smaller tree than it cosigned': () => answered(requestFor(checkpointOf(3), 0, [])),
  'a checkpoint the log has not signed': () =>
    answered(requestFor(checkpointOf(8), LAST, proofTo(8, LAST), newLogSigner())),
  'a log it does not know': () => {
    const origin = 'hanlian/other/0011223344556677';
    return answered(requestFor(checkpointOf(8, { origin }), 0, [], newLogSigner(origin)));
  },
  'a request with CRLF': () =>
    answered(
      requestFor(checkpointOf(8), LAST, proofTo(8, LAST)).then((text) => text.replaceAll('\n', '\r\n')),
    ),
};

const own = newWitness('witness.example/w1');

/** What a hub makes of a witness that answers like this. */
async function asked(listener: RequestListener, patience = 5000): Promise<string> {
  const front = await openFront();
  front.become(listener);
  const submission = {
    checkpoint: parseNote(await signedNote(checkpointOf(LAST), log)),
    size: LAST,
    consistency: (from: number) => Promise.resolve(proofTo(LAST, from)),
  };
  try {
    return await codeOf(() => askWitness({ url: front.url, key: own.key }, submission, new Map(), patience));
  } finally {
    await front.close();
  }
}

const giving =
  (status: number, body: () => Promise<string> | string): RequestListener =>
  (_request, response) =>
    void Promise.resolve(body()).then((text) => response.writeHead(status).end(text));
const linesOf = async (checkpoint: Checkpoint, signer: typeof own): Promise<string> =>
  (await signedNote(checkpoint, signer)).split('\n\n')[1]!;

export const ASKED: Cases = {
  'a witness that signs another tree': () => asked(giving(200, () => linesOf(forkOf(LAST), own))),
  'a witness that answers under another key': () =>
    asked(giving(200, () => linesOf(checkpointOf(LAST), newWitness(own.key.name)))),
  'a witness that sleeps': () => asked(() => undefined, 100),
  '409 with the very size that is asked for': () => asked(giving(409, () => `${LAST}\n`)),
  '409 with a larger size': () => asked(giving(409, () => `${NEXT}\n`)),
  '409 without a size': () => asked(giving(409, () => 'no')),
  '409 with another size each time': () => {
    let size = 0;
    return asked(giving(409, () => `${(size = (size % 4) + 1)}\n`));
  },
};
