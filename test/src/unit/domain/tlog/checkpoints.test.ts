import { expect } from 'chai';
import {
  base64Encode,
  formatCheckpoint,
  formatLogProof,
  parseCheckpoint,
  parseLogProof,
  parseTreeHead,
} from '@hanlian/chaincode/domain';
import { refusalOf } from '../../../support/refusal.js';

const hash = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const [ROOT, SM3, MAP] = [hash(1), hash(2), hash(3)].map(base64Encode) as [string, string, string];
const TEXT = `hub.example/log\n512\n${ROOT}\nsm3 ${SM3}\nmap ${MAP}\nblock 77\n`;

describe('tree heads (c2sp.org/tlog-checkpoint)', () => {
  it('are read with extension lines that mean nothing here', () => {
    const head = parseTreeHead(`example.com/behind-the-sofa\n20852163\n${ROOT}\nx\n`);
    expect(head).to.deep.equal({
      origin: 'example.com/behind-the-sofa',
      size: 20_852_163,
      root: hash(1),
      extensions: ['x'],
    });
    expect(parseTreeHead(`o\n0\n${ROOT}\n`).size).to.equal(0);
  });

  const wrong: Readonly<Record<string, string>> = {
    'two lines': 'o\n1\n',
    'one line': 'o\n',
    'an empty extension line': `o\n1\n${ROOT}\n\nx\n`,
    'no newline at the end': `o\n1\n${ROOT}`,
    'a size with a leading zero': `o\n01\n${ROOT}\n`,
    'a negative size': `o\n-1\n${ROOT}\n`,
    'a size beyond 2^53': `o\n9999999999999999\n${ROOT}\n`,
    'a root of 31 bytes': `o\n1\n${base64Encode(new Uint8Array(31))}\n`,
    'a root that is no base64': `o\n1\n${ROOT.slice(1)}\n`,
  };
  for (const [what, text] of Object.entries(wrong)) {
    it(`are refused with ${what}`, () => {
      expect(refusalOf(() => parseTreeHead(text)).code).to.equal('CHECKPOINT_MALFORMED');
    });
  }
});

describe("checkpoints of the hub's log", () => {
  it('carry the SM3 root, the map root and the block, in one form', () => {
    const checkpoint = parseCheckpoint(TEXT);
    expect(checkpoint).to.deep.equal({
      origin: 'hub.example/log',
      size: 512,
      root: hash(1),
      sm3Root: hash(2),
      mapRoot: hash(3),
      block: 77,
    });
    expect(formatCheckpoint(checkpoint)).to.equal(TEXT);
  });

  it('may be without a map', () => {
    const text = TEXT.replace(`map ${MAP}\n`, '');
    expect(parseCheckpoint(text)).not.to.have.property('mapRoot');
    expect(formatCheckpoint(parseCheckpoint(text))).to.equal(text);
  });

  const wrong: Readonly<Record<string, string>> = {
    'an empty tree': TEXT.replace('512', '0'),
    'no SM3 root': TEXT.replace(`sm3 ${SM3}\n`, ''),
    'no block': TEXT.replace('block 77\n', ''),
    'lines in another order': TEXT.replace(`sm3 ${SM3}\nmap ${MAP}`, `map ${MAP}\nsm3 ${SM3}`),
    'a line more': `${TEXT}note x\n`,
    'a line twice': TEXT.replace('block 77\n', 'block 77\nblock 77\n'),
    'a block that is no number': TEXT.replace('block 77', 'block 077'),
    'a map root cut short': TEXT.replace(MAP, MAP.slice(4)),
  };
  for (const [what, text] of Object.entries(wrong)) {
    it(`are refused with ${what}`, () => {
      expect(refusalOf(() => parseCheckpoint(text)).code).to.equal('CHECKPOINT_MALFORMED');
    });
  }
});

describe('log proofs (c2sp.org/tlog-proof@v1)', () => {
  const note = { text: TEXT, signatures: [{ name: 'hub.example/log', keyId: 5, signature: hash(9) }] };
  const proof = { index: 3, path: [hash(4), hash(5)], checkpoint: note };
  const written = formatLogProof(proof);

  it('come back as they were written, with extra data and without', () => {
    expect(parseLogProof(written)).to.deep.equal(proof);
    const more = { extra: hash(6), ...proof };
    expect(parseLogProof(formatLogProof(more))).to.deep.equal(more);
    expect(parseLogProof(formatLogProof({ ...proof, path: [] })).path).to.deep.equal([]);
  });

  it('begin as the specification says', () => {
    expect(written.split('\n').slice(0, 5)).to.deep.equal([
      'c2sp.org/tlog-proof@v1',
      'index 3',
      base64Encode(hash(4)),
      base64Encode(hash(5)),
      '',
    ]);
  });

  const wrong: Readonly<Record<string, string>> = {
    'no empty line': 'c2sp.org/tlog-proof@v1\nindex 3\n',
    'another version': written.replace('@v1', '@v2'),
    'no index': written.replace('index 3\n', ''),
    'nothing after the header': `c2sp.org/tlog-proof@v1\n\n${written}`,
    'an index with a leading zero': written.replace('index 3', 'index 03'),
    'a hash cut short': written.replace(base64Encode(hash(4)), 'AAAA'),
    'a path of 64 hashes': formatLogProof({ ...proof, path: Array.from({ length: 64 }, () => hash(0)) }),
    'extra data that is no base64': written.replace('index 3', 'extra !\nindex 3'),
  };
  for (const [what, text] of Object.entries(wrong)) {
    it(`are refused with ${what}`, () => {
      expect(refusalOf(() => parseLogProof(text)).code).to.equal('LOG_PROOF_MALFORMED');
    });
  }

  it('are refused with a checkpoint that is no note', () => {
    expect(refusalOf(() => parseLogProof(written.replace('—', '-'))).code).to.equal('NOTE_MALFORMED');
  });
});
