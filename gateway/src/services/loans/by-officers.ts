import {
  HanlianError,
  LOAN_LIFECYCLE,
  requireLoanAct,
  signedBytes,
  type JsonObject,
  type LoanActInput,
  type LoanActStatement,
  type LoanReceipt,
  type LoanView,
} from '@hanlian/chaincode/domain';
import { reportFile, type CreditReport } from '@hanlian/certificates';
import { createHash } from 'node:crypto';
import type { ExchangeKeys } from '../../exchange/keys.js';
import type { PullsAsked } from '../../exchange/pulls-asked.js';
import { reused } from '../../outbox/outcome.js';
import { random16 } from '../../storage/random.js';
import type { LicenseParts } from '../licenses/parts.js';
import type { People } from '../licenses/sealing.js';
import { Turns } from '../tasks/turns.js';
import type { Caller, Idempotency } from '../types.js';
import { handIn, signedWith, type HandingParts } from './handing-in.js';
import { Papers, type Acted, type Paper, type Place } from './papers.js';
import { saidBy } from './statements.js';

interface OfficerParts extends HandingParts, Pick<LicenseParts, 'officers' | 'random'> {
  readonly keys: ExchangeKeys;
  readonly pulls: Pick<PullsAsked, 'report'>;
}

/** An act of a bank's officers on one of its loans. */
export interface LoanOrder {
  readonly id: string;
  readonly body: LoanActInput;
}

/** Whether two officers decide it. */
export const isForTwoOfficers = ({ body }: LoanOrder): boolean => LOAN_LIFECYCLE[body.act].twoPeople === true;

/** An order with the revision it is decided on. @throws {HanlianError} STALE, LOAN_ACT_IMPOSSIBLE */
function decidedOn({ record: { revision, state } }: LoanView, { id, body }: LoanOrder): LoanOrder {
  if ((body.expectedRevision ?? revision) !== revision) {
    throw new HanlianError('STALE', `The loan stands at revision ${revision}`, {
      field: 'expectedRevision',
      expected: revision,
      received: body.expectedRevision,
    });
  }
  requireLoanAct(body.act, state);
  return { id, body: { ...body, expectedRevision: revision } };
}

/** Where it stands what was signed for a request. */
const placeOf = (
  { department, id }: Pick<Caller, 'department' | 'id'>,
  { key }: Pick<Idempotency, 'key'>,
): string => `${department}~${id}~${key}`;

/** What a bank's officers decide: signed by the bank's key, and kept with it before it goes to the ledger. */
export class ByOfficers {
  readonly #parts: OfficerParts;
  /** Who uses a key twice at once asks one thing. */
  readonly #turns = new Turns();

  constructor(parts: OfficerParts) {
    this.#parts = parts;
  }

  /**
   * An order as far as it can be checked before it is carried out, with the revision it was decided on.
   *
   * @throws {HanlianError} LOAN_UNKNOWN, STALE, LOAN_ACT_IMPOSSIBLE
   */
  async check({ department }: Caller, order: LoanOrder): Promise<LoanOrder> {
    const { known, caughtUp } = this.#parts;
    await caughtUp();
    return decidedOn(await known.view(department, order.id), order);
  }

  /**
   * One act for one Idempotency-Key: what was signed for it is sent again, and takes effect once.
   *
   * @throws {HanlianError} LOAN_UNKNOWN, IDEMPOTENCY_KEY_REUSED, DOCUMENT_ERASED, and what the contract refuses with
   */
  act(people: People, order: LoanOrder, once: Idempotency): Promise<LoanReceipt> {
    const place = placeOf(people.caller, once);
    return this.#turns.of(place, () => this.#act(place, people, order, once));
  }

  /** Whether something was signed for a request already: that goes to the ledger, and nothing is decided anew. */
  isBegun(caller: Pick<Caller, 'department' | 'id'>, once: Pick<Idempotency, 'key'>): boolean {
    return this.#parts.papers.acted(placeOf(caller, once)) !== undefined;
  }

  async #act(place: string, people: People, order: LoanOrder, once: Idempotency): Promise<LoanReceipt> {
    const bank = people.caller.department;
    const before = this.#signedBefore(place, bank, once);
    await this.#parts.caughtUp();
    const view = await this.#parts.known.view(bank, order.id);
    const { enterprise } = view.file.application;
    const where = { bank, enterprise, id: order.id };
    const paper = before ?? (await this.#signed(place, people, order, { where, view, once }));
    return handIn(this.#parts, where, paper, view.file);
  }

  /** Erased since, it is not signed anew: that would be a second act. */
  #signedBefore(place: string, bank: string, { bodyDigest }: Idempotency): Paper | undefined {
    const { papers } = this.#parts;
    const before = papers.acted(place);
    if (before === undefined) return undefined;
    if (before.bodyDigest !== bodyDigest) throw reused();
    const paper = papers.find(bank, before.id, before.intent);
    if (paper === undefined) {
      throw new HanlianError('DOCUMENT_ERASED', 'What was signed for this request was erased');
    }
    return paper;
  }

  async #signed(
    place: string,
    people: People,
    order: LoanOrder,
    { where, view, once }: { readonly where: Place; readonly view: LoanView; readonly once: Idempotency },
  ): Promise<Paper> {
    const { keys, officers, papers, random, now } = this.#parts;
    const { bank, id } = where;
    const { body } = decidedOn(view, order);
    const { said, text } = saidBy(random, body);
    const bound = this.#bound(bank, body, view);
    const statement = {
      v: 1,
      kind: 'loan-act',
      id,
      intent: random16(random),
      revision: body.expectedRevision,
      key: (await keys.of(bank)).id,
      issuedAt: now(),
      ...said,
      ...(bound && { report: bound.digest }),
    } as LoanActStatement;
    const bytes = signedBytes(statement);
    const signed = {
      ...signedWith(statement, await keys.sign(bank, bytes), random16(random)),
      ...(isForTwoOfficers(order) && {
        twoPeople: await officers.sign(bytes, people.caller, people.reviewer),
      }),
    };
    const paper = { signed, ...(text && { text }), ...(bound && { report: bound.report }) };
    const acted: Acted = { bodyDigest: once.bodyDigest, id, intent: statement.intent };
    await papers.keep(where, paper, [Papers.actedAs(place, acted)]);
    return paper;
  }

  /** The report of a pull this bank has made, with its digest: SHA-256 of the report's file. */
  #bound(
    bank: string,
    body: LoanActInput,
    { file }: LoanView,
  ): { readonly report: JsonObject; readonly digest: string } | undefined {
    if (body.act !== 'bindReport') return undefined;
    const { window, slot } = body;
    const report = this.#parts.pulls.report(bank, file.consent ?? '', window, slot);
    const bytes = reportFile(report as unknown as CreditReport);
    return { report, digest: createHash('sha256').update(bytes).digest('base64url') };
  }
}
