import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  buildTree,
  consistencyPath,
  formatCheckpoint,
  formatCosignRequest,
  leafHash,
  merkleRoot,
  parseNote,
  parseNoteKey,
  parseSignatures,
  trustedCheckpoint,
  utf8Encode,
  verifiedSignatures,
  type Checkpoint,
  type LogPolicy,
  type NoteKey,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { noteVerifiers } from '@hanlian/certificates';
import { askWitness, gatherCosignatures, type Submission } from '@hanlian/gateway/witness/client';
import { openWitness, type RunningWitness } from '@hanlian/gateway/witness/open';
import { newFolder, removeFolder } from '../../support/folders.js';
import { checkpointOf, keyText, newLogSigner, newWitness, ORIGIN, signedNote } from '../../support/log.js';
import { rejectionOf } from '../../support/refusal.js';

const { sha256 } = nodeHashes;
const NOW = 1_795_000_000;
const log = newLogSigner();

const leaves = (size: number): Uint8Array[] =>
  Array.from({ length: size }, (_, i) => leafHash(sha256, utf8Encode(String(i))));
const proofTo = (size: number, from: number): Uint8Array[] =>
  from === 0 ? [] : consistencyPath(buildTree(sha256, leaves(size)), from);

/** Another tree of that size: the same log would never have it. */
const forkOf = (size: number): Checkpoint =>
  checkpointOf(size, { root: merkleRoot(sha256, leaves(size).reverse()) });

async function submission(checkpoint: Checkpoint): Promise<Submission> {
  const note = parseNote(await signedNote(checkpoint, log));
  const { size } = checkpoint;
  return { checkpoint: note, size, consistency: (from) => Promise.resolve(proofTo(size, from)) };
}

describe('a witness alone', () => {
  let folder: string;
  let witness: RunningWitness;
  let said: string[];

  const open = (passphrase = 'a long passphrase'): Promise<RunningWitness> =>
    openWitness({
      folder,
      passphrase,
      name: 'witness.bank.example/w1',
      logs: [keyText(log)],
      host: '127.0.0.1',
      port: 0,
      clock: () => NOW * 1000,
      say: (line) => said.push(line),
    });

  beforeEach(async () => {
    folder = await newFolder();
    said = [];
    witness = await open();
  });
  afterEach(async () => {
    await witness.close();
    await removeFolder(folder);
  });

  const post = async (body: string | Uint8Array): Promise<{ status: number; type: string; text: string }> => {
    const response = await fetch(`${witness.url}/add-checkpoint`, { method: 'POST', body: body as string });
    return {
      status: response.status,
      type: response.headers.get('content-type') ?? '',
      text: await response.text(),
    };
  };
  const add = async (
    checkpoint: Checkpoint | string,
    oldSize: number,
    proof: readonly Uint8Array[],
    signer = log,
  ): ReturnType<typeof post> =>
    post(
      formatCosignRequest({ oldSize, proof, checkpoint: parseNote(await signedNote(checkpoint, signer)) }),
    );
  const evidence = async (): Promise<string[]> =>
    Promise.all(
      (await readdir(join(folder, 'evidence'))).map((file) =>
        readFile(join(folder, 'evidence', file), 'utf8'),
      ),
    );
  const ownKey = (): NoteKey => parseNoteKey(sha256, witness.key);

  it('cosigns a first checkpoint, and one that continues it, at its own time', async () => {
    for (const [size, from] of [
      [3, 0],
      [7, 3],
      [7, 7],
    ] as const) {
      const { status, text } = await add(checkpointOf(size), from, from === size ? [] : proofTo(size, from));
      expect(status).to.equal(200);
      const note = { text: formatCheckpoint(checkpointOf(size)), signatures: parseSignatures(text) };
      expect(verifiedSignatures(note, [ownKey()], noteVerifiers)).to.deep.equal([
        { key: ownKey(), timestamp: NOW },
      ]);
    }
  });

  it('names the size it cosigned last to who proves from another, also after a restart', async () => {
    await add(checkpointOf(5), 0, []);
    await witness.close();
    witness = await open();
    for (const from of [0, 3]) {
      const { status, type, text } = await add(checkpointOf(8), from, proofTo(8, from));
      expect({ status, type, text }).to.deep.equal({ status: 409, type: 'text/x.tlog.size', text: '5\n' });
    }
    expect((await add(checkpointOf(8), 5, proofTo(8, 5))).status).to.equal(200);
  });

  it('never signs a fork: keeps both notes and goes on serving', async () => {
    await add(checkpointOf(5), 0, []);
    expect((await add(forkOf(5), 5, [])).status).to.equal(409);
    expect((await add(forkOf(9), 5, proofTo(9, 5))).status).to.equal(422);
    expect((await add(checkpointOf(5, { mapRoot: sha256(utf8Encode('another')) }), 5, [])).status).to.equal(
      409,
    );
    const kept = await evidence();
    expect(kept).to.have.length(3);
    for (const text of kept) expect(text).to.contain(formatCheckpoint(checkpointOf(5)));
    expect(kept.some((text) => text.includes(formatCheckpoint(forkOf(9))))).to.equal(true);
    expect(said.filter((line) => line.includes('LOG_FORKED'))).to.have.length(2);
    expect((await add(checkpointOf(9), 5, proofTo(9, 5))).status).to.equal(200);
  });

  // Whoever had a fork, or any checkpoint and no proof, filled the disk with it: a file for each line they added.
  it('keeps of what it is offered what the log has signed, once, whatever else strangers write below', async () => {
    await add(checkpointOf(5), 0, []);
    const before = await evidence();
    const { text, signatures } = parseNote(await signedNote(forkOf(5), log));
    for (let n = 0; n < 3; n++) {
      const stranger = { name: 'stranger.example', keyId: n, signature: new Uint8Array(30_000) };
      const checkpoint = { text, signatures: [stranger, ...signatures] };
      expect((await post(formatCosignRequest({ oldSize: 5, proof: [], checkpoint }))).status).to.equal(409);
    }
    const kept = await evidence();
    expect(kept).to.have.length(before.length + 1);
    expect(kept.join('')).not.to.contain('stranger');
  });

  it('lets one of two forks in at the same moment, never both', async () => {
    await add(checkpointOf(5), 0, []);
    const both = await Promise.all([
      add(checkpointOf(9), 5, proofTo(9, 5)),
      add(checkpointOf(8), 5, proofTo(8, 5)),
    ]);
    expect(both.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
  });

  it('refuses proofs of the wrong length, with extra hashes, and from the empty tree with any', async () => {
    await add(checkpointOf(5), 0, []);
    const proof = proofTo(8, 5);
    expect((await add(checkpointOf(8), 5, proof.slice(1))).status).to.equal(422);
    expect((await add(checkpointOf(8), 5, [...proof, sha256(utf8Encode('extra'))])).status).to.equal(422);
    expect((await add(checkpointOf(5), 5, [sha256(utf8Encode('extra'))])).status).to.equal(422);
    await witness.close();
    await rm(folder, { recursive: true });
    witness = await open();
    expect((await add(checkpointOf(5), 0, [sha256(utf8Encode('extra'))])).status).to.equal(422);
  });

  it('refuses what is malformed, unsigned, signed wrongly, of another log, or larger than its size line', async () => {
    const request = formatCosignRequest({
      oldSize: 0,
      proof: [],
      checkpoint: parseNote(await signedNote(checkpointOf(5), log)),
    });
    expect((await add(checkpointOf(5), 6, [])).status).to.equal(400);
    for (const body of [
      '',
      'old 0\n',
      request.replace('old 0', 'old 00'),
      request.replace('old 0', 'old 0\n!'),
      request.replace('old 0\n', `old 0\n${'A'.repeat(43)}=\n`.repeat(64)),
      request.replaceAll('\n', '\r\n'),
      new Uint8Array([0xff]),
    ])
      expect((await post(body)).status).to.equal(400);
    expect((await post('x'.repeat(80 * 1024))).status).to.equal(413);
    expect((await add(checkpointOf(5), 0, [], newLogSigner())).status).to.equal(403);
    expect((await post(request.replace('\n5\n', '\n6\n'))).status).to.equal(403);
    const foreign = checkpointOf(5, { origin: 'hanlian/other/0011223344556677' });
    expect((await add(foreign, 0, [], newLogSigner(foreign.origin))).status).to.equal(404);
    expect((await fetch(`${witness.url}/add-checkpoint`)).status).to.equal(405);
    expect((await fetch(witness.url)).status).to.equal(404);
    expect((await add(checkpointOf(5), 0, [])).status).to.equal(200);
  });

  it('does not begin anew with a key that has signed before', async () => {
    await witness.close();
    await rm(join(folder, 'state'), { recursive: true });
    expect((await rejectionOf(open())).code).to.equal('WITNESS_STATE_MISSING');
    await removeFolder(folder);
    witness = await open();
  });

  it('runs once only in a folder, and not with another passphrase', async () => {
    expect((await rejectionOf(open())).code).to.equal('LEDGER_LOCKED');
    expect((await rejectionOf(open('another passphrase'))).code).to.equal('KEYSTORE_PASSPHRASE_WRONG');
  });

  it('is asked by a log that does not know what it has seen', async () => {
    const known = new Map<string, number>();
    const address = { url: witness.url, key: ownKey() };
    await askWitness(address, await submission(checkpointOf(4)), known, 5000);
    await askWitness(address, await submission(checkpointOf(9)), new Map(), 5000);
    await askWitness(address, await submission(checkpointOf(12)), known, 5000);
    const old = await rejectionOf(askWitness(address, await submission(checkpointOf(6)), known, 5000));
    expect(old.code).to.equal('WITNESS_AHEAD');
    const fork = await rejectionOf(askWitness(address, await submission(forkOf(12)), known, 5000));
    expect(fork.code).to.equal('LOG_FORKED');
  });
});

describe('asking witnesses', () => {
  const opened: (() => Promise<void>)[] = [];
  const serve = async (listener: RequestListener): Promise<string> => {
    const server = createServer(listener);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    opened.push(async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  afterEach(async () => {
    for (const close of opened.splice(0)) await close();
  });

  const honest = newWitness('witness.bank', () => NOW * 1000);
  const other = newWitness('witness.audit', () => NOW * 1000);
  const answering =
    (status: number, text: string | (() => Promise<string>)): RequestListener =>
    (_request, response) =>
      void Promise.resolve(typeof text === 'string' ? text : text()).then((body) =>
        response.writeHead(status).end(body),
      );
  const lines = async (signer: typeof honest, checkpoint: Checkpoint): Promise<string> =>
    (await signedNote(checkpoint, signer)).split('\n\n')[1]!;

  const failing = async (listener: RequestListener, timeout = 5000): Promise<string> => {
    const address = { url: await serve(listener), key: honest.key };
    return (await rejectionOf(askWitness(address, await submission(checkpointOf(5)), new Map(), timeout)))
      .code;
  };

  it('takes nothing from one that lies', async () => {
    const wrongs = [
      () => lines(honest, forkOf(5)),
      () => lines(other, checkpointOf(5)),
      () => lines(newWitness('witness.bank'), checkpointOf(5)),
      () => Promise.resolve(''),
      () => Promise.resolve('\u2014 witness.bank AAAA\n'),
    ];
    for (const wrong of wrongs)
      expect(await failing(answering(200, wrong))).to.equal('WITNESS_ANSWER_INVALID');
  });

  it('gives up on one that sleeps, floods, fails or sends elsewhere', async () => {
    expect(await failing(() => undefined, 100)).to.equal('WITNESS_UNAVAILABLE');
    expect(await failing(answering(200, 'x'.repeat(100_000)))).to.equal('WITNESS_UNAVAILABLE');
    expect(await failing(answering(500, ''))).to.equal('WITNESS_UNAVAILABLE');
    expect(
      await failing(
        (_request, response) => void response.writeHead(307, { Location: 'http://127.0.0.1:9/' }).end(),
      ),
    ).to.equal('WITNESS_UNAVAILABLE');
  });

  it('does not ask for ever one that answers 409 each time', async () => {
    let size = 0;
    const moving: RequestListener = (_request, response) =>
      void response.writeHead(409).end(`${(size = (size % 4) + 1)}\n`);
    expect(await failing(moving)).to.equal('WITNESS_SIZE_CONFLICT');
    expect(await failing(answering(409, '0\n'))).to.equal('WITNESS_ANSWER_INVALID');
    expect(await failing(answering(409, 'five\n'))).to.equal('WITNESS_ANSWER_INVALID');
    expect(await failing(answering(409, '99\n'))).to.equal('WITNESS_AHEAD');
  });

  it('joins what came to the note, and only a quorum makes it one to rely on', async () => {
    const good = { url: await serve(answering(200, () => lines(honest, checkpointOf(5)))), key: honest.key };
    const asleep = { url: await serve(() => undefined), key: other.key };
    const policy: LogPolicy = {
      origin: ORIGIN,
      log: { organisation: 'BureauMSP', keys: [log.key] },
      witnesses: [
        { organisation: 'BankMSP', keys: [honest.key] },
        { organisation: 'AuditorMSP', keys: [other.key] },
      ],
      quorum: 2,
    };
    const asked = await submission(checkpointOf(5));
    const { note, silent } = await gatherCosignatures([good, asleep], asked, new Map(), 200);
    expect(silent).to.deep.equal([{ witness: 'witness.audit', code: 'WITNESS_UNAVAILABLE' }]);
    expect(trustedCheckpoint(note, policy, noteVerifiers).size).to.equal(5);
    const none = await gatherCosignatures([asleep], asked, new Map(), 200);
    expect(() => trustedCheckpoint(none.note, policy, noteVerifiers)).to.throw(/organisations have signed/);
  });
});
