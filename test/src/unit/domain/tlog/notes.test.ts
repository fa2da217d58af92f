import { expect } from 'chai';
import {
  base64Decode,
  base64Encode,
  cosignedMessage,
  decodeCosignature,
  encodeCosignature,
  formatNote,
  formatNoteKey,
  noteKey,
  noteMessage,
  parseNote,
  parseNoteKey,
  parseSignatures,
  utf8Decode,
  utf8Encode,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { refusalOf } from '../../../support/refusal.js';

const { sha256 } = nodeHashes;

/** The example of Go's golang.org/x/mod/sumdb/note. */
const NEUMANN = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const LINE =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const NOTE = `${TEXT}\n${LINE}`;

describe('base64', () => {
  it('has one text for each run of bytes (RFC 4648 §10)', () => {
    const vectors = ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'];
    const texts = ['', 'Zg==', 'Zm8=', 'Zm9v', 'Zm9vYg==', 'Zm9vYmE=', 'Zm9vYmFy'];
    expect(vectors.map((text) => base64Encode(utf8Encode(text)))).to.deep.equal(texts);
    expect(texts.map((text) => utf8Decode(base64Decode(text)))).to.deep.equal(vectors);
    expect(base64Encode(new Uint8Array([0xfb, 0xff]))).to.equal('+/8=');
  });

  for (const text of ['Zg', 'Zg=', 'Z===', 'Zh==', '-_8=', 'Zm9v\n', 'Zg==Zg==']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(refusalOf(() => base64Decode(text)).code).to.equal('ENCODING_INVALID');
    });
  }
});

describe('signed notes (c2sp.org/signed-note)', () => {
  it("read Go's own note, and write it as it was", () => {
    const note = parseNote(utf8Encode(NOTE));
    expect(note.text).to.equal(TEXT);
    expect(note.signatures.map(({ name, keyId }) => [name, keyId])).to.deep.equal([
      ['PeterNeumann', 0xc74f20a3],
    ]);
    expect(formatNote(note)).to.equal(NOTE);
    expect(noteMessage(note.text)).to.deep.equal(utf8Encode(TEXT));
  });

  it('part text and signatures at the last empty line', () => {
    expect(parseNote(`a\n\nb\n\n${LINE}`).text).to.equal('a\n\nb\n');
  });

  const wrong: Readonly<Record<string, string>> = {
    'lines that end in CRLF': NOTE.replaceAll('\n', '\r\n'),
    'a tab': NOTE.replace(' you', '\tyou'),
    'no empty line': `${TEXT}${LINE}`,
    'no signature': `${TEXT}\n`,
    'no newline at the end': NOTE.slice(0, -1),
    'one key twice': NOTE + LINE,
    'a hyphen for the dash': NOTE.replace('—', '-'),
    'a name with a plus': NOTE.replace('— Peter', '— Peter+'),
    'a third part': NOTE.replace('nAM=', 'nAM= x'),
    'no base64': NOTE.replace('x08go', '!08go'),
    'no bytes after the key id': `${TEXT}\n— PeterNeumann x08gow==\n`,
    'more than 64 signatures': `${TEXT}\n${LINE.repeat(65)}`,
    'more than 64 KiB': 'x'.repeat(70_000) + NOTE,
  };
  for (const [what, text] of Object.entries(wrong)) {
    it(`are refused with ${what}`, () => {
      const { code, details } = refusalOf(() => parseNote(text));
      expect(code).to.equal('NOTE_MALFORMED');
      expect(details.expected).to.be.a('string');
    });
  }

  it('are refused when they are not UTF-8', () => {
    expect(refusalOf(() => parseNote(new Uint8Array([0xff, 0x0a]))).code).to.equal('UTF8_INVALID');
  });

  it('give signature lines alone', () => {
    expect(parseSignatures(LINE)).to.have.lengthOf(1);
    expect(refusalOf(() => parseSignatures('')).code).to.equal('NOTE_MALFORMED');
  });
});

describe('keys of notes', () => {
  it("read Go's own key, and write it as it was", () => {
    const key = parseNoteKey(sha256, NEUMANN);
    expect(key).to.deep.include({ name: 'PeterNeumann', type: 'ed25519', id: 0xc74f20a3 });
    expect(formatNoteKey(key)).to.equal(NEUMANN);
  });

  it('tell one key with three uses apart by its id', () => {
    const publicKey = new Uint8Array(32).fill(7);
    const plain = noteKey(sha256, { name: 'a', type: 'ed25519', publicKey });
    const witness = noteKey(sha256, { name: 'a', type: 'cosignature', publicKey });
    const sm2 = noteKey(sha256, { name: 'a', type: 'sm2', publicKey: new Uint8Array(65).fill(4) });
    expect(new Set([plain.id, witness.id, sm2.id]).size).to.equal(3);
    for (const key of [plain, witness, sm2]) {
      expect(parseNoteKey(sha256, formatNoteKey(key))).to.deep.equal(key);
    }
  });

  const wrong: Readonly<Record<string, string>> = {
    'two parts': 'PeterNeumann+c74f20a3',
    'another id': NEUMANN.replace('c74f20a3', 'c74f20a4'),
    'another name': NEUMANN.replace('Peter', 'Paul'),
    'no base64': `${NEUMANN}!`,
    'a type nobody knows': 'PeterNeumann+c74f20a3+AxpB',
    'a key of another length': 'PeterNeumann+c74f20a3+ARpc',
    'a name with a space': NEUMANN.replace('Peter', 'Pe ter'),
  };
  for (const [what, text] of Object.entries(wrong)) {
    it(`are refused with ${what}`, () => {
      expect(refusalOf(() => parseNoteKey(sha256, text)).code).to.equal('NOTE_KEY_MALFORMED');
    });
  }
});

describe('cosignatures (c2sp.org/tlog-cosignature)', () => {
  it('carry their time before the signature', () => {
    const signature = new Uint8Array(64).fill(9);
    const bytes = encodeCosignature({ timestamp: 1_679_315_147, signature });
    expect(bytes.slice(0, 8)).to.deep.equal(new Uint8Array([0, 0, 0, 0, 0x64, 0x18, 0x50, 0xcb]));
    expect(decodeCosignature(bytes)).to.deep.equal({ timestamp: 1_679_315_147, signature });
  });

  it('cover the time and the whole text', () => {
    expect(utf8Decode(cosignedMessage(1_679_315_147, 'a\n1\nb\n'))).to.equal(
      'cosignature/v1\ntime 1679315147\na\n1\nb\n',
    );
  });

  it('are refused at another length, or at a time no clock shows', () => {
    for (const bytes of [new Uint8Array(71), new Uint8Array(73), new Uint8Array(72).fill(0xff)]) {
      expect(refusalOf(() => decodeCosignature(bytes)).code).to.equal('NOTE_MALFORMED');
    }
  });
});
