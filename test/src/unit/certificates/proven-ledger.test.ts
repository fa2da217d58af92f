import { expect } from 'chai';
import {
  canonicalize,
  keys,
  parseNote,
  recordProofOf,
  utf8Encode,
  type JsonValue,
  type LicenseView,
  type LogPolicy,
  type RecordProof,
  type StateProof,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import {
  noteVerifiers,
  provenLedger,
  trustBy,
  verifyDocument,
  type EvidenceDocument,
  type NoteSigner,
  type Verification,
} from '@hanlian/certificates';
import { DAY, SEALED_AT, transition, world, type World } from '../../support/evidence.js';
import { checkpointOf, newLogSigner, newWitness, ORIGIN, signedNote } from '../../support/log.js';
import { MemoryMap } from '../../support/map.js';

const { sha256 } = nodeHashes;
const SEEN_AT = SEALED_AT + 2 * DAY;

describe('verification by a proof of the state, without a ledger', () => {
  const log = newLogSigner();
  const bank = newWitness('witness.bank', () => SEEN_AT * 1000);
  const audit = newWitness('witness.audit', () => (SEEN_AT + DAY) * 1000);
  const policy: LogPolicy = {
    origin: ORIGIN,
    log: { organisation: 'BureauMSP', keys: [log.key] },
    witnesses: [
      { organisation: 'BankMSP', keys: [bank.key] },
      { organisation: 'AuditorMSP', keys: [audit.key] },
    ],
    quorum: 2,
  };
  let city: World;
  let document: EvidenceDocument;
  let view: LicenseView;
  let map: MemoryMap;
  let records: Map<string, string>;

  const update = (key: string, value: string): void => {
    records.set(key, value);
    map.update([{ key: sha256(utf8Encode(key)), value: sha256(utf8Encode(value)) }]);
  };

  beforeEach(async () => {
    city = await world();
    document = city.documents[1]!;
    view = city.views.get(document.id)!;
    map = new MemoryMap(sha256);
    records = new Map();
    const { batch } = document.statement;
    update(keys.license(view), canonicalize(view.record));
    update(keys.batch(batch), canonicalize(await city.context.ledger!.batch(batch)));
    for (let i = 0; i < 20; i++) update(`lic~other~${i}`, '{}');
  });

  const prove = (key: string): RecordProof =>
    recordProofOf(key, records.get(key), map.prove(sha256(utf8Encode(key))));

  const proofOf = async (...signers: NoteSigner[]): Promise<StateProof> => ({
    v: 1,
    checkpoint: await signedNote(checkpointOf(9, { mapRoot: map.root }), ...signers),
    records: [keys.license(view), keys.head(view), keys.batch(document.statement.batch)].map(prove),
  });

  const verify = (proof: unknown, at = SEALED_AT + DAY): Promise<Verification> =>
    verifyDocument(JSON.parse(JSON.stringify(document)) as JsonValue, {
      ...city.context,
      at,
      ledger: provenLedger(proof as JsonValue, trustBy(policy, noteVerifiers), nodeHashes),
    });

  const found = ({ checks }: Verification, wanted: string): { code: string; data?: unknown } => {
    const { code, data } = checks.find(({ name }) => name === wanted)!;
    return { code, data };
  };

  /** Nothing follows from the proof, and the answer says why. */
  const expectRefused = async (proof: unknown, reason: string): Promise<void> => {
    const verification = await verify(proof);
    expect(verification.verdict).to.equal('UNKNOWN');
    for (const check of ['anchor', 'status'])
      expect(found(verification, check)).to.deep.equal({ code: 'STATE_PROOF_REFUSED', data: { reason } });
  };

  it('finds a genuine one valid, and names checkpoint and time', async () => {
    const verification = await verify(await proofOf(log, bank));
    expect(verification.verdict).to.equal('VALID');
    expect(found(verification, 'status').data).to.deep.include({ checkpoint: 9 });
  });

  it('tells a revocation in the record, and how it stood before', async () => {
    const revoked = { ...view.record, s: '04', r: 1, h: [transition('revoke', '04', SEALED_AT + DAY)] };
    update(keys.license(view), canonicalize(revoked));
    const proof = await proofOf(log, bank);
    expect((await verify(proof)).verdict).to.equal('INVALID');
    expect(found(await verify(proof), 'status').code).to.equal('REVOKED');
    expect((await verify(proof, SEALED_AT + 1)).verdict).to.equal('VALID');
  });

  it('says nothing of a moment after the witnesses saw the checkpoint as the newest', async () => {
    const one = await proofOf(log, bank);
    const both = await proofOf(log, bank, audit);
    expect(found(await verify(one, SEEN_AT), 'status').code).to.equal('STATUS_VALID');
    expect(found(await verify(one, SEEN_AT + 1), 'status').code).to.equal('STATUS_NOT_PROVEN');
    expect((await verify(one, SEEN_AT + 1)).verdict).to.equal('UNKNOWN');
    expect(found(await verify(both, SEEN_AT + DAY), 'status').code).to.equal('STATUS_VALID');
    const three = trustBy({ ...policy, quorum: 3 }, noteVerifiers);
    expect(three(parseNote(both.checkpoint)).until).to.equal(SEEN_AT);
  });

  it('proves that the ledger has no such certificate', async () => {
    map = new MemoryMap(sha256);
    records.clear();
    update('lic~another', '{}');
    const verification = await verify(await proofOf(log, bank));
    expect(found(verification, 'anchor').code).to.equal('LICENSE_UNKNOWN');
    expect(verification.verdict).to.equal('INVALID');
  });

  it('reads transitions that no longer fit the record, each by its own proof', async () => {
    update(keys.license(view), canonicalize({ ...view.record, r: 9, z: 1 }));
    update(keys.overflow(view, 0), canonicalize(transition('suspend', '02', SEALED_AT + DAY)));
    const proof = await proofOf(log, bank);
    await verify(proof).then((found) => expect(found.verdict).to.equal('UNKNOWN'));
    const whole = { ...proof, records: [...proof.records, prove(keys.overflow(view, 0))] };
    expect(found(await verify(whole), 'status').code).to.equal('SUSPENDED');
  });

  it('refuses a checkpoint that too few have signed, or nobody known', async () => {
    await expectRefused(await proofOf(log), 'QUORUM_MISSING');
    await expectRefused(await proofOf(log, newWitness('witness.stranger')), 'QUORUM_MISSING');
    await expectRefused(await proofOf(bank, audit), 'NOTE_UNSIGNED');
  });

  it('refuses a checkpoint that was altered or names no map', async () => {
    const proof = await proofOf(log, bank);
    await expectRefused(
      { ...proof, checkpoint: proof.checkpoint.replace('\n9\n', '\n8\n') },
      'NOTE_SIGNATURE_WRONG',
    );
    const checkpoint = await signedNote(checkpointOf(9), log, bank);
    await expectRefused({ ...proof, checkpoint }, 'MAP_CHECKPOINT_UNKNOWN');
    await expectRefused(
      { ...proof, checkpoint: proof.checkpoint.replaceAll('\n', '\r\n') },
      'NOTE_MALFORMED',
    );
  });

  it('refuses proofs of an altered record, for another key, with hashes too many, or missing', async () => {
    const proof = await proofOf(log, bank);
    const [license, ...others] = proof.records;
    const withLicense = (changed: object): StateProof => ({
      ...proof,
      records: [{ ...license!, ...changed }, ...others],
    });
    await expectRefused(withLicense({ value: '{}' }), 'MAP_PROOF_ROOT_DIFFERS');
    await expectRefused(
      withLicense({ key: keys.license({ ...view, version: '002' }) }),
      'MAP_PROOF_ROOT_DIFFERS',
    );
    await expectRefused(
      withLicense({ siblings: [...license!.siblings, 'A'.repeat(43)] }),
      'MAP_PROOF_LENGTH',
    );
    await expectRefused(withLicense({ value: undefined }), 'MAP_PROOF_ROOT_DIFFERS');
    await expectRefused(withLicense({ siblings: ['!'] }), 'FIELD_INVALID');
    const without = await verify({ ...proof, records: others });
    expect(found(without, 'anchor').data).to.deep.equal({ reason: 'MAP_PROOF_MISSING' });
  });
});
