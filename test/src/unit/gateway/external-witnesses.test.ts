import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { formatNoteKey, parseNote, parseSignatures, type NoteSignature } from '@hanlian/chaincode/domain';
import type { GroupWriter } from '@hanlian/gateway/storage/group-writer';
import { ExternalCosignatures } from '@hanlian/gateway/witness/external/cosignatures';
import { PolicyFileError, readWitnessPolicy } from '@hanlian/gateway/witness/external/policy-file';
import { WitnessRounds } from '@hanlian/gateway/witness/external/rounds';
import { newFolder, removeFolder } from '../../support/folders.js';
import { checkpointOf, newLogSigner, newWitness, signedNote } from '../../support/log.js';

const [court, press, library] = ['court', 'press', 'library'].map((name) => newWitness(name)) as [
  ReturnType<typeof newWitness>,
  ReturnType<typeof newWitness>,
  ReturnType<typeof newWitness>,
];
const lineOf = ({ key }: typeof court, url = ''): string =>
  `witness ${key.name} ${formatNoteKey(key)} ${url}\n`;
const ALL = lineOf(court, 'https://court.example/') + lineOf(press, 'http://127.0.0.1:9') + lineOf(library);
const log = newLogSigner();

describe('the file that names witnesses', () => {
  it('is read as sigsum writes it: witnesses, groups, the quorum, remarks', () => {
    const { witnesses, policy } = readWitnessPolicy(
      `# city\n${ALL}group two 2 court library # not press\nquorum two\n`,
    );
    expect(witnesses.map(({ name, url }) => [name, url])).to.deep.equal([
      ['court', 'https://court.example'],
      ['press', 'http://127.0.0.1:9'],
      ['library', undefined],
    ]);
    expect(policy).to.deep.equal({
      witnesses: [
        { organisation: 'court', keys: [court.key] },
        { organisation: 'library', keys: [library.key] },
      ],
      quorum: 2,
    });
  });

  for (const [rule, quorum] of [
    ['any', 1],
    ['all', 3],
    ['2', 2],
  ] as const) {
    it(`counts ${rule} of a group as ${quorum}`, () => {
      const text = `${ALL}group some ${rule} court press library\nquorum some\n`;
      expect(readWitnessPolicy(text).policy?.quorum).to.equal(quorum);
    });
  }

  it('may ask witnesses and need none, or one by its own name', () => {
    expect(readWitnessPolicy(`${ALL}quorum none\n`).policy).to.equal(undefined);
    expect(readWitnessPolicy(`${ALL}quorum press\n`).policy?.witnesses).to.have.lengthOf(1);
  });

  for (const [name, text, message] of [
    ['no quorum', ALL, 'without a quorum line'],
    ['a line after the quorum', `quorum none\n${ALL}`, 'line 2: nothing may follow'],
    ['another word', 'log key\n', 'line 1: it begins with none of'],
    ['a witness without a key', 'witness court\n', 'line 1: a witness is'],
    ['a name twice', `${ALL}${lineOf(court)}`, 'line 4: the name court is taken'],
    ['the name none', ALL.replace('witness court', 'witness none'), 'line 1: the name none is taken'],
    [
      'the key of a log',
      `witness log ${formatNoteKey(log.key)}\n`,
      'line 1: the key .* is none of a witness',
    ],
    ['a key cut short', `witness court ${formatNoteKey(court.key).slice(0, -4)}\n`, 'line 1: '],
    ['no http address', lineOf(court, 'ftp://court.example'), 'line 1: ftp://court.example is no http'],
    ['an address with a query', lineOf(court, 'https://court.example/?a'), 'is no http'],
    ['a group of nobody', `${ALL}group some any\n`, 'line 4: a group is'],
    ['a group of strangers', `${ALL}group some any nobody\n`, 'line 4: no witness is called nobody'],
    ['a member twice', `${ALL}group some any court court\n`, 'line 4: .* twice'],
    ['more of a group than there are', `${ALL}group some 3 court press\n`, 'line 4: 3 is neither'],
    ['none of a group', `${ALL}group some 0 court press\n`, 'line 4: 0 is neither'],
    ['a quorum of two names', `${ALL}quorum court press\n`, 'line 4: the quorum is one name'],
    ['a quorum of a stranger', `${ALL}quorum nobody\n`, 'line 4: no witness is called nobody'],
    [
      'too many',
      Array.from({ length: 17 }, (_, i) => lineOf(newWitness(`w${i}`))).join(''),
      'line 17: there are more than 16',
    ],
  ] as const) {
    it(`is refused for ${name}`, () => {
      expect(() => readWitnessPolicy(text)).to.throw(PolicyFileError, new RegExp(message));
    });
  }
});

describe('a round of witnesses', () => {
  const opened: (() => Promise<void>)[] = [];
  let folder: string;
  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(async () => {
    for (const close of opened.splice(0)) await close();
    await removeFolder(folder);
  });

  const serve = async (answer?: () => Promise<string>): Promise<string> => {
    const server = createServer((_request, response) => {
      if (answer !== undefined) void answer().then((text) => response.end(text));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    opened.push(async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const kept = new Map<string, Buffer>();
  const writer: Pick<GroupWriter, 'write'> = {
    write: (changes) => {
      for (const change of changes) if (change.type === 'put') kept.set(change.key, change.value);
      return Promise.resolve();
    },
  };
  const store = { getSync: (key: string) => kept.get(key) } as ConstructorParameters<
    typeof ExternalCosignatures
  >[0];
  const signatureOf = async (signer: typeof court): Promise<string> =>
    (await signedNote(checkpointOf(5), signer)).split('\n\n')[1]!;

  it('takes what came though another sleeps, asks no further whoever signed, and ends at once when it is to stop', async () => {
    let asked = 0;
    const good = await serve(() => {
      asked++;
      return signatureOf(court);
    });
    const asleep = await serve();
    const witnesses = readWitnessPolicy(
      `${lineOf(court, good)}${lineOf(press, asleep)}group both all court press\nquorum both\n`,
    );
    const cosignatures = new ExternalCosignatures(store, writer, witnesses);
    const checkpoint = parseNote(await signedNote(checkpointOf(5), log));
    const submission = { checkpoint, size: 5, consistency: () => Promise.resolve([]) };
    const newest = (): Promise<typeof submission> => Promise.resolve(submission);
    const rounds = new WitnessRounds({ folder, cosignatures, newest, patience: 2_000 }, 1000);
    await rounds.turn();
    await rounds.turn();
    expect(asked).to.equal(1);
    const names = cosignatures.of(5).map(({ name }: NoteSignature) => name);
    expect(names).to.deep.equal(['court']);
    expect(cosignatures.suffice(5)).to.equal(false);
    expect(rounds.findings).to.deep.equal({ silent: 1, contradicting: 0 });
    expect(rounds.refusalOf('press')).to.equal('WITNESS_UNAVAILABLE');
    await cosignatures.add(5, parseSignatures(await signatureOf(press)));
    expect(cosignatures.suffice(5)).to.equal(true);
    expect(new ExternalCosignatures(store, writer, witnesses).of(5)).to.have.lengthOf(2);

    const patient = new WitnessRounds(
      {
        folder,
        cosignatures: new ExternalCosignatures(store, writer, witnesses),
        newest: () => Promise.resolve({ ...submission, size: 6 }),
        patience: 60_000,
      },
      60_000,
    );
    patient.start();
    await patient.close();
  });

  it('asks nobody while there is nothing to show', async () => {
    const witnesses = readWitnessPolicy(`${lineOf(court, 'http://127.0.0.1:9')}quorum court\n`);
    const cosignatures = new ExternalCosignatures(store, writer, witnesses);
    const rounds = new WitnessRounds(
      { folder, cosignatures, newest: () => Promise.resolve(undefined) },
      1000,
    );
    await rounds.turn();
    expect(rounds.findings).to.deep.equal({ silent: 0, contradicting: 0 });
  });
});
