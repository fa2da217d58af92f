import { expect } from 'chai';
import type { NoteSigner } from '@hanlian/certificates';
import type {
  CheckpointPage,
  CheckpointView,
  LogHead,
  LogKeys,
  LogWritten,
  Written,
} from '@hanlian/chaincode/domain';
import { city, type City } from '../../support/contracts/city.js';
import { type Committed, codeOf } from '../../support/contracts/ledger.js';
import { identityOf, random16 } from '../../support/contracts/people.js';
import { checkpointOf, keyText, newLogSigner, newWitness, ORIGIN, signedNote } from '../../support/log.js';

const log = newLogSigner();
const witnesses = {
  BureauMSP: newWitness('witness/bureau'),
  BankMSP: newWitness('witness/bank'),
  AuditorMSP: newWitness('witness/auditor'),
};
type Msp = keyof typeof witnesses;

describe('contracts: log', () => {
  let here: City;

  const as = <Answer = LogWritten>(
    msp: Msp,
    operation: string,
    request: object,
  ): Promise<Committed<Answer>> =>
    here.as<Answer>(identityOf(msp, 'operator'), `log:${operation}`, {
      v: 1,
      intent: random16(),
      ...request,
    });
  const publish = (note: string): Promise<Committed<LogWritten>> =>
    as('BureauMSP', 'publishCheckpoint', { note });
  const publishSize = async (size: number, more = {}): Promise<Committed<LogWritten>> =>
    publish(await signedNote(checkpointOf(size, more), log));
  const cosign = async (msp: Msp, size: number, more = {}): Promise<Committed<LogWritten>> =>
    as(msp, 'cosign', { note: await signedNote(checkpointOf(size, more), witnesses[msp]) });
  const view = (size?: number): Promise<CheckpointView> =>
    here.read('log:get', size === undefined ? {} : { size });
  const other = { root: new Uint8Array(32).fill(9) };

  beforeEach(async () => {
    here = await city();
    await as('BureauMSP', 'putKeys', { log: keyText(log), witness: keyText(witnesses.BureauMSP) });
    await as('BankMSP', 'putKeys', { witness: keyText(witnesses.BankMSP) });
  });

  describe('keys', () => {
    const record = (): LogKeys => here.ledger.record('log~keys~BankMSP') as LogKeys;
    const rotate = (signer: NoteSigner, more: object): Promise<Committed<Written>> =>
      as<Written>('BankMSP', 'putKeys', { witness: keyText(signer), ...more });

    it('are an organisation’s own, and former ones stay known', async () => {
      const next = newWitness('witness/bank-2');
      const { answer } = await rotate(next, { expectedRevision: 0 });
      expect(answer).to.include({ key: 'log~keys~BankMSP', revision: 1 });
      expect(record().witness).to.equal(keyText(next));
      expect(record().former).to.deep.equal([keyText(witnesses.BankMSP)]);
      await rotate(witnesses.BankMSP, { expectedRevision: 1 });
      expect(record().former).to.deep.equal([keyText(next)]);
    });

    it('of the log are the bureau’s alone, and may be changed', async () => {
      const mine = { log: keyText(newLogSigner()), witness: keyText(witnesses.BankMSP) };
      expect(await codeOf(as('BankMSP', 'putKeys', { ...mine, expectedRevision: 0 }))).to.equal('WRONG_MSP');
      await as('BureauMSP', 'putKeys', { ...mine, expectedRevision: 0 });
      const { former } = here.ledger.record('log~keys~BureauMSP') as LogKeys;
      expect(former).to.deep.equal([keyText(log), keyText(witnesses.BureauMSP)]);
    });

    it('are refused of the wrong kind, malformed, or decided on another record', async () => {
      const wrong = [
        [{ witness: keyText(log) }, 'NOTE_KEY_MALFORMED'],
        [{ witness: keyText(log).replace(ORIGIN, 'x') }, 'NOTE_KEY_MALFORMED'],
        [{ log: keyText(witnesses.BankMSP), witness: keyText(witnesses.BankMSP) }, 'NOTE_KEY_MALFORMED'],
        [{ witness: keyText(witnesses.BankMSP) }, 'STALE'],
      ] as const;
      for (const [request, code] of wrong)
        expect(await codeOf(as('BankMSP', 'putKeys', request))).to.equal(code);
    });
  });

  describe('checkpoints', () => {
    it('are published once, and the newest is the head', async () => {
      const { answer, events } = await publishSize(3);
      expect(answer).to.deep.include({ v: 1, size: 3, forked: false });
      expect(events).to.deep.equal([
        { v: 1, type: 'log.publishCheckpoint', count: 1, key: 'log~checkpoint~0000000000000003' },
      ]);
      await publishSize(7);
      const { head, checkpoint } = await view();
      expect(head).to.deep.equal({ v: 1, origin: ORIGIN, size: 7, block: 70, forks: 0 });
      expect(checkpoint.note).to.equal(await signedNote(checkpointOf(7), log));
      expect(await codeOf(publishSize(3))).to.equal('ALREADY_APPLIED');
    });

    it('never go back', async () => {
      await publishSize(7);
      expect(await codeOf(publishSize(3))).to.equal('CHECKPOINT_GOES_BACK');
      expect(await codeOf(publishSize(8, { block: 70 }))).to.equal('CHECKPOINT_GOES_BACK');
    });

    it('are refused unsigned, signed by others, of another log, and before keys are registered', async () => {
      const checkpoint = checkpointOf(3);
      expect(await codeOf(publish(await signedNote(checkpoint, witnesses.BureauMSP)))).to.equal(
        'NOTE_UNSIGNED',
      );
      const swapped = (await signedNote(checkpoint, log)).replace('\n3\n', '\n4\n');
      expect(await codeOf(publish(swapped))).to.equal('NOTE_SIGNATURE_WRONG');
      expect(await codeOf(publishSize(3, { origin: 'elsewhere' }))).to.equal('CHECKPOINT_FOREIGN');
      expect(await codeOf(cosign('AuditorMSP', 3))).to.equal('LOG_KEYS_UNKNOWN');
      here.ledger.state.delete('log~keys~BureauMSP');
      await as('BureauMSP', 'putKeys', { witness: keyText(witnesses.BureauMSP) });
      expect(await codeOf(publishSize(3))).to.equal('LOG_KEYS_UNKNOWN');
    });

    it('of another origin than the first are refused, whoever signs', async () => {
      await publishSize(3);
      const moved = newLogSigner('hanlian/elsewhere/0');
      await as('BureauMSP', 'putKeys', {
        log: keyText(moved),
        witness: keyText(witnesses.BureauMSP),
        expectedRevision: 0,
      });
      const note = await signedNote(checkpointOf(7, { origin: 'hanlian/elsewhere/0' }), moved);
      expect(await codeOf(publish(note))).to.equal('CHECKPOINT_FOREIGN');
    });

    it('are listed by size', async () => {
      for (const size of [3, 7, 12]) await publishSize(size);
      const first = await here.read<CheckpointPage>('log:page', { limit: 2 });
      expect(first.checkpoints.map(({ size }) => size)).to.deep.equal([3, 7]);
      const second = await here.read<CheckpointPage>('log:page', { limit: 2, cursor: first.cursor });
      expect(second.checkpoints.map(({ size }) => size)).to.deep.equal([12]);
      expect(second).not.to.have.property('cursor');
    });

    it('that nobody published are unknown', async () => {
      expect(await codeOf(view())).to.equal('CHECKPOINT_UNKNOWN');
      await publishSize(3);
      expect(await codeOf(view(4))).to.equal('CHECKPOINT_UNKNOWN');
      expect(await codeOf(cosign('BankMSP', 4))).to.equal('CHECKPOINT_UNKNOWN');
    });
  });

  describe('cosignatures', () => {
    it('stand beside the checkpoint, once an organisation', async () => {
      await publishSize(3);
      expect((await cosign('BankMSP', 3)).answer.forked).to.equal(false);
      await cosign('BureauMSP', 3);
      const { cosignatures, forks } = await view(3);
      expect(cosignatures.map(({ mspId }) => mspId)).to.deep.equal(['BankMSP', 'BureauMSP']);
      expect(forks).to.deep.equal([]);
      expect(await codeOf(cosign('BankMSP', 3))).to.equal('ALREADY_APPLIED');
    });

    it('by another organisation’s key are refused', async () => {
      await publishSize(3);
      const note = await signedNote(checkpointOf(3), witnesses.BureauMSP);
      expect(await codeOf(as('BankMSP', 'cosign', { note }))).to.equal('NOTE_UNSIGNED');
    });
  });

  describe('forks', () => {
    it('of one size are recorded with their evidence, and the transaction succeeds', async () => {
      await publishSize(3);
      expect((await publishSize(3, other)).answer).to.include({ size: 3, forked: true });
      expect((await cosign('BankMSP', 3, other)).answer.forked).to.equal(true);
      const { checkpoint, forks } = await view(3);
      expect(checkpoint.note).to.equal(await signedNote(checkpointOf(3), log));
      expect(forks.map(({ mspId }) => mspId)).to.deep.equal(['BankMSP', 'BureauMSP']);
      expect(forks[1]!.note).to.equal(await signedNote(checkpointOf(3, other), log));
      expect((here.ledger.record('log~head') as LogHead).forks).to.equal(2);
    });

    it('are recorded once an organisation', async () => {
      await publishSize(3);
      await cosign('BankMSP', 3, other);
      expect(await codeOf(cosign('BankMSP', 3, other))).to.equal('ALREADY_APPLIED');
    });
  });
});
