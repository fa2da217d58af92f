import { canonicalize, keys, type LoanApplication, type Written } from '@hanlian/chaincode/domain';
import { expect } from 'chai';
import type { Endorsed } from '@hanlian/gateway/ledger/port';
import { makeLeaf, openRequest, seal } from '../contracts/batches.js';
import {
  BANK,
  change,
  City,
  DAY,
  MARKET,
  PERMIT,
  PREPARER,
  REVIEWER,
  SEAL_KEY,
  typeFacts,
} from '../contracts/city.js';
import type { Committed } from '../contracts/ledger.js';
import { finance, FINANCE, LendingCity, productOf } from '../contracts/loans.js';
import { clerkOf, officerOf, OTHER_BANK, SharingCity } from '../contracts/sharing.js';
import { SubsidyCity } from '../contracts/subsidies.js';
import { eventually } from '../eventually.js';
import { encoded, endorse, PortLedger } from './port-ledger.js';
import type { Course } from './race.js';

type Sent = { readonly id: string; readonly intent: string };

/** What is private is asked for after each write: a real ledger shows it to those whom it concerns alone. */
class CourseLending extends LendingCity {
  override async submit(
    operation: string,
    request: Sent,
    transient: { readonly signed?: { readonly statement: Partial<LoanApplication> } },
    identity?: ReturnType<typeof clerkOf>,
  ): Promise<Committed<Written>> {
    const done = await super.submit(operation, request, transient, identity);
    await this.learn(request.id, transient.signed?.statement.bank);
    return done;
  }

  async learn(id: string, bank = this.file(id).application.bank): Promise<void> {
    const { file } = await eventually(async () => {
      const view = await this.loan(id, officerOf(bank));
      expect(view.record.revision, 'the bank’s peer lags').to.be.at.least(this.record(id).revision);
      return view;
    });
    this.sharing.city.ledger.secrets.set(`lending/${keys.loan(id)}`, JSON.stringify(file));
  }
}

/** What is asked at once is endorsed first, all of it, and then sent. */
export class CourseSubsidies extends SubsidyCity {
  readonly #course: Course;
  #kept: Endorsed[] | undefined;

  constructor(lending: LendingCity, course: Course) {
    super(lending);
    this.#course = course;
  }

  override async submit(
    operation: string,
    request: object,
    transient: object,
    identity = clerkOf(FINANCE),
  ): Promise<Committed<Written>> {
    if (this.#kept === undefined) return super.submit(operation, request, transient, identity);
    await this.keep(
      `subsidy:${operation}`,
      { v: 1, ...request },
      { evidence: this.evidence(), ...transient },
    );
    return undefined as never;
  }

  async learnClaim(id: string): Promise<void> {
    const { record, file } = await this.view(id);
    const { state, secrets } = this.lending.sharing.city.ledger;
    state.set(keys.claim(id), canonicalize(record));
    secrets.set(`lending/${keys.claim(id)}`, JSON.stringify(file));
  }

  /** Endorses a call, to be sent with the others. */
  async keep(name: string, request: object, transient: object): Promise<void> {
    const asking = await this.#course.asking(await clerkOf(FINANCE));
    const call = { chaincode: this.#course.chaincode, function: name, arguments: [JSON.stringify(request)] };
    this.#kept?.push(await endorse(asking, { ...call, transient: encoded({ ...transient }) }));
  }

  /** Has each call endorsed on the same state, sends them all in this order, and says what the ledger made of each. */
  async atOnce(calls: readonly (() => Promise<unknown>)[]): Promise<string[]> {
    this.#kept = [];
    for (const call of calls) await call();
    const kept = this.#kept;
    this.#kept = undefined;
    const { ledger, sign } = await this.#course.asking(await clerkOf(FINANCE));
    const signatures = await Promise.all(kept.map(({ message }) => sign(message)));
    for (const [i, { bytes }] of kept.entries()) await ledger.submit(bytes, signatures[i]!);
    const found = await Promise.all(kept.map(({ transactionId }) => ledger.status(transactionId)));
    return found.map(({ code }) => code);
  }
}

/** Everyone who takes part in loans and subsidies, on a course's ledger, as of its own clock. */
export async function foundLending(course: Course, programme: object): Promise<CourseSubsidies> {
  const city = new City(new PortLedger(course.chaincode, course.asking));
  city.now = Math.floor(Date.now() / 1000);
  const since = city.now - 365 * DAY;
  const sharing = new SharingCity(city);
  await sharing.found(since, [
    [MARKET, 'BureauMSP', 'department'],
    [FINANCE, 'BureauMSP', 'finance'],
    [BANK, 'BankMSP', 'bank'],
    [OTHER_BANK, 'BankMSP', 'bank'],
  ]);
  await sharing.bind(finance, { since });
  await city.registrar('putType', { ...change(), ...typeFacts(PERMIT), since });
  await city.registrar('putAccreditation', {
    ...change(),
    department: MARKET,
    type: PERMIT,
    since,
  });
  await city.registrar('putSealKey', { ...change(), department: MARKET, key: SEAL_KEY, since });
  for (const department of [BANK, OTHER_BANK, FINANCE]) {
    for (const { id: officer, publicKey } of [PREPARER, REVIEWER]) {
      await city.registrar('putOfficerKey', {
        ...change(),
        department,
        officer,
        publicKey,
        since,
      });
    }
  }
  for (const code of [BANK, OTHER_BANK])
    await city.as(officerOf(code), 'loan:putProduct', productOf({ since }));
  const leaf = makeLeaf({ effectiveFrom: city.now - DAY });
  await city.clerk('openBatch', openRequest(seal([leaf], { sealedAt: city.now })));
  await sharing.checkpoint();
  const { serial, version } = leaf;
  const lending = new CourseLending(sharing, { type: PERMIT, issuer: MARKET, serial, version });
  const here = new CourseSubsidies(lending, course);
  await here.put({ since, ...programme });
  return here;
}
