import { expect } from 'chai';
import { keys, sharingCommitment, type ConsentRecord, type ConsentView } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { LedgerError } from '@hanlian/gateway/ledger/port';
import { BANK, DAY } from '../contracts/city.js';
import { identityOf } from '../contracts/people.js';
import {
  actOf,
  AGREEMENT,
  bank,
  clerkOf,
  consentOf,
  enterprise,
  ENTERPRISE,
  OFFICE,
  officerOf,
  OTHER_BANK,
  pullOf,
  type SharingCity,
} from '../contracts/sharing.js';
import { eventually } from '../eventually.js';
import { ask, encoded, endorse } from './port-ledger.js';
import { foundOn, race, type Course, type Race } from './race.js';

async function codeOf(call: Promise<unknown>): Promise<string> {
  const outcome: unknown = await call.then(
    () => new Error('The call was not refused'),
    (error: unknown) => error,
  );
  if (outcome instanceof LedgerError) return outcome.code;
  throw outcome;
}

/** What consents and pulls come to on a ledger with collections, blocks and conflicts. */
export function tellOfPulls(
  openCourse: () => Promise<Course & { close(): Promise<void> }>,
  races: readonly Omit<Race, 'processes'>[],
): void {
  let course: Course & { close(): Promise<void> };
  let here: SharingCity;
  let first: number;

  before(async () => {
    course = await openCourse();
    const { ledger } = await course.asking(await identityOf('AuditorMSP', 'auditor'));
    first = await ledger.height();
    here = await foundOn(course);
  });
  after(() => course.close());

  const times = (): { since: number; until: number; issuedAt: number } => {
    const { now } = here.city;
    return { since: now - DAY, until: now + 30 * DAY, issuedAt: now };
  };

  for (const { pulls, limit } of races) {
    it(`of ${pulls} pulls from three processes, endorsed before the limit was reached, ${limit} are granted`, async () => {
      const { codes, slots } = await race(here, course, { pulls, limit, processes: 3 });
      expect(codes).to.deep.equal({ VALID: limit, MVCC_READ_CONFLICT: pulls - limit });
      expect(slots).to.deep.equal(Array.from({ length: limit }, (_, i) => i + 1));
    });
  }

  it('a pull endorsed before a withdrawal and sent after it has no effect', async () => {
    const statement = consentOf(times());
    await here.give(statement);
    const { id } = statement;
    const asked = pullOf(id, { issuedAt: here.city.now });
    const clerk = await course.asking(await clerkOf(OFFICE));
    const endorsed = await endorse(clerk, {
      chaincode: course.chaincode,
      function: 'sharing:pull',
      arguments: [JSON.stringify({ v: 1, id, intent: asked.intent, slot: 1 })],
      transient: encoded({ pull: bank.signed(asked), evidence: here.evidence(keys.holderKey(bank.keyId)) }),
    });
    await here.act(actOf(id, 'withdraw', 0, { issuedAt: here.city.now }));
    await clerk.ledger.submit(endorsed.bytes, await clerk.sign(endorsed.message));
    expect((await clerk.ledger.status(endorsed.transactionId)).code).to.equal('MVCC_READ_CONFLICT');
    expect(await codeOf(here.pull(asked, 1))).to.equal('CONSENT_WITHDRAWN');
  });

  it('what was signed is for the two it names: no other bank, no auditor’s peer', async () => {
    const statement = consentOf(times());
    await here.give(statement);
    const { id } = statement;
    const view = await here.read<ConsentView>('getConsent', { id }, officerOf(BANK));
    expect(view.consent.statement).to.deep.equal(statement);
    expect(await codeOf(here.read('getConsent', { id }, officerOf(OTHER_BANK)))).to.equal('OTHER_DEPARTMENT');
    const auditor = await course.asking(await identityOf('AuditorMSP', 'auditor'));
    const clerk = await course.asking(await clerkOf(OFFICE));
    const asked = ask(
      { ...clerk, ledger: auditor.ledger },
      {
        chaincode: course.chaincode,
        function: 'sharing:getConsent',
        arguments: [JSON.stringify({ v: 1, id })],
      },
    );
    expect(await codeOf(asked)).to.equal('LEDGER_PRIVATE_DATA_UNAVAILABLE');
  });

  it('after a purge value and private hash are gone at every member, and the commitment still proves', async () => {
    const statement = consentOf(times());
    const { id } = statement;
    const consent = enterprise.signed(statement);
    await here.give(statement, { consent });
    await here.act(actOf(id, 'withdraw', 0, { issuedAt: here.city.now }));
    await here.forget(id, 1);
    for (const identity of [officerOf(BANK), clerkOf(OFFICE)]) {
      await eventually(async () =>
        expect(await codeOf(here.read('getConsent', { id }, identity))).to.equal('CONSENT_FORGOTTEN'),
      );
    }
    const record = here.city.ledger.record(keys.consent(id)) as ConsentRecord;
    expect(record.commitment).to.equal(sharingCommitment(nodeHashes.sha256, consent));
  });

  it('and no block names bank, enterprise, key, agreement or purpose', async () => {
    const statement = consentOf(times());
    await here.give(statement);
    const asked = pullOf(statement.id, { issuedAt: here.city.now });
    await here.pull(asked, 1);
    const { ledger } = await course.asking(await identityOf('AuditorMSP', 'auditor'));
    const secrets = [ENTERPRISE, BANK, enterprise.keyId, bank.keyId, AGREEMENT, statement.purpose];
    let seen = 0;
    for (let number = first; number < (await ledger.height()); number++) {
      const block = await ledger.block(number);
      const isOurs = block?.transactions.some((transaction) => transaction.function.startsWith('sharing:'));
      if (!isOurs || block?.transactions.some((transaction) => !transaction.function.startsWith('sharing:')))
        continue;
      seen += 1;
      const bytes = Buffer.from((await ledger.blockBytes(number)) ?? []);
      for (const secret of secrets)
        expect(bytes.includes(secret), `block ${number}: ${secret}`).to.equal(false);
    }
    expect(seen).to.be.at.least(2);
  });
}
