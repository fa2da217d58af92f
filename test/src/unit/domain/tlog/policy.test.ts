import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import {
  ecdsaSigner,
  noteSigner,
  noteVerifiers,
  sm2Signer,
  trustBy,
  witnessSigner,
} from '@hanlian/certificates';
import {
  formatCheckpoint,
  parseNote,
  parseNoteKey,
  trustedCheckpoint,
  verifiedSignatures,
  type LogPolicy,
} from '@hanlian/chaincode/domain';
import { nodeHashes, verifyEd25519 } from '@hanlian/chaincode/hash';
import { checkpointOf, newLogSigner, newWitness, ORIGIN, signedNote } from '../../../support/log.js';
import { refusalOf } from '../../../support/refusal.js';

const AT = 1_790_000_000_000;
const log = newLogSigner();
const witness = (name: string): ReturnType<typeof newWitness> => newWitness(name, () => AT);
const [bureau, bank, auditor, stranger] = [
  witness('bureau'),
  witness('bank'),
  witness('auditor'),
  witness('stranger'),
];
const policy: LogPolicy = {
  origin: ORIGIN,
  log: { organisation: 'bureau', keys: [log.key] },
  witnesses: [
    { organisation: 'bureau', keys: [bureau.key] },
    { organisation: 'bank', keys: [bank.key] },
    { organisation: 'auditor', keys: [auditor.key] },
  ],
  quorum: 2,
};
const checkpoint = checkpointOf(5);
const judge = async (...signers: Parameters<typeof signedNote>[1][]): Promise<() => unknown> => {
  const note = parseNote(await signedNote(checkpoint, ...signers));
  return () => trustedCheckpoint(note, policy, noteVerifiers);
};

describe('whose signatures count', () => {
  it("holds for Go's own note, and for nothing but its text", () => {
    const key = parseNoteKey(
      nodeHashes.sha256,
      'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    );
    const note = parseNote(
      "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
        '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
    );
    expect(verifiedSignatures(note, [key], noteVerifiers)).to.deep.equal([{ key }]);
    const changed = { ...note, text: note.text.replace('your', 'my') };
    expect(refusalOf(() => verifiedSignatures(changed, [key], noteVerifiers)).code).to.equal(
      'NOTE_SIGNATURE_WRONG',
    );
    expect(verifiedSignatures(note, [], noteVerifiers)).to.deep.equal([]);
  });

  it('gives a witness’s time with its signature', async () => {
    const note = parseNote(await signedNote(checkpoint, bank));
    expect(verifiedSignatures(note, [bank.key], noteVerifiers)).to.deep.equal([
      { key: bank.key, timestamp: AT / 1000 },
    ]);
    const late = { ...note, text: formatCheckpoint(checkpointOf(6)) };
    expect(refusalOf(() => verifiedSignatures(late, [bank.key], noteVerifiers)).code).to.equal(
      'NOTE_SIGNATURE_WRONG',
    );
  });

  it('takes an SM2 line beside Ed25519, and leaves it alone where SM2 is not known', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'SM2' });
    const sm2 = noteSigner(ORIGIN, sm2Signer(privateKey));
    const note = parseNote(await signedNote(checkpoint, log, sm2));
    const keys = [log.key, sm2.key];
    expect(verifiedSignatures(note, keys, noteVerifiers)).to.have.lengthOf(2);
    expect(verifiedSignatures(note, keys, { ed25519: verifyEd25519 })).to.deep.equal([{ key: log.key }]);
    const changed = { ...note, text: formatCheckpoint(checkpointOf(6)) };
    expect(refusalOf(() => verifiedSignatures(changed, [sm2.key], noteVerifiers)).code).to.equal(
      'NOTE_SIGNATURE_WRONG',
    );
  });

  it('refuses keys that notes are not signed with', () => {
    const p256 = ecdsaSigner(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
    for (const make of [() => noteSigner('a', p256), () => witnessSigner('a', p256)]) {
      expect(refusalOf(make).code).to.equal('KEY_UNSUPPORTED');
    }
  });
});

describe('the policy of a log', () => {
  it('trusts a checkpoint that two organisations of three signed', async () => {
    for (const signers of [[bank], [auditor], [bank, auditor], [bureau, bank]]) {
      expect((await judge(log, ...signers))()).to.deep.equal(checkpoint);
    }
  });

  it('counts an organisation once, and a stranger not at all', async () => {
    for (const signers of [[], [bureau], [stranger]]) {
      expect(refusalOf(await judge(log, ...signers)).code).to.equal('QUORUM_MISSING');
    }
  });

  it('wants the log itself among them', async () => {
    expect(refusalOf(await judge(bank, auditor)).code).to.equal('NOTE_UNSIGNED');
  });

  it('refuses another log’s checkpoint', async () => {
    const note = parseNote(await signedNote(checkpointOf(5, { origin: 'x' }), log, bank));
    expect(refusalOf(() => trustedCheckpoint(note, policy, noteVerifiers)).code).to.equal(
      'CHECKPOINT_FOREIGN',
    );
  });

  describe('that names witnesses beyond the ledger', () => {
    const [court, press, library] = [
      witness('court'),
      newWitness('press', () => AT - 60_000),
      witness('library'),
    ];
    const signatory = ({ key }: typeof court): { organisation: string; keys: [typeof key] } => ({
      organisation: key.name,
      keys: [key],
    });
    const external = { witnesses: [court, press, library].map(signatory), quorum: 2 };
    const judged = async (
      ...signers: (typeof court)[]
    ): Promise<() => ReturnType<ReturnType<typeof trustBy>>> => {
      const note = parseNote(await signedNote(checkpoint, ...signers));
      return () => trustBy({ ...policy, external }, noteVerifiers)(note);
    };

    it('wants as many of them besides, and takes them for no organisation of the ledger', async () => {
      expect((await judged(log, bank, court, press))().checkpoint).to.deep.equal(checkpoint);
      expect(refusalOf(await judged(log, bank, auditor, court)).code).to.equal('QUORUM_MISSING');
      expect(refusalOf(await judged(log, bank, auditor)).code).to.equal('QUORUM_MISSING');
      expect(refusalOf(await judged(log, court, press, library)).code).to.equal('QUORUM_MISSING');
    });

    it('reaches no further in time than both quorums do', async () => {
      expect((await judged(log, bank, court, press))().until).to.equal(AT / 1000 - 60);
      expect((await judged(log, bank, court, press, library))().until).to.equal(AT / 1000);
    });

    it('refuses a note in which the signature of one of them is wrong', async () => {
      const { text, signatures } = parseNote(await signedNote(checkpoint, log, bank, court, press));
      const late = parseNote(await signedNote(checkpointOf(6), library));
      const note = { text, signatures: [...signatures, ...late.signatures] };
      expect(refusalOf(() => trustedCheckpoint(note, { ...policy, external }, noteVerifiers)).code).to.equal(
        'NOTE_SIGNATURE_WRONG',
      );
    });
  });
});
