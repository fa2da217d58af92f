import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { noteSigner, noteVerifiers, sm2Signer, witnessSigner, ecdsaSigner } from '@hanlian/certificates';
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
});
