import {
  dateOfInstant,
  fenOf,
  fenText,
  HanlianError,
  keys,
  requireClaimAct,
  requireOnce,
  signedBytes,
  sumOf,
  type ApprovalAnswer,
  type ApprovalInput,
  type ClaimsApproval,
  type ClaimView,
} from '@hanlian/chaincode/domain';
import { omit } from '../../omit.js';
import { Turns } from '../tasks/turns.js';
import type { Caller, Idempotency, Party } from '../types.js';
import { holderOf, loanOf } from './claims.js';
import type { KnownClaims } from './known-claims.js';
import { nullifierFor, trancheOf } from './nullifiers.js';
import type { SubsidyWork } from './work.js';
import { requireOffice } from './programmes.js';

const PREFIX = 'approval~';

/** What one officer of the office proposes, until another agrees. */
interface Proposed extends Omit<ApprovalAnswer, 'preparer'> {
  readonly preparer: Party;
  /** Of the one write both come to, whoever agrees, and however often. */
  readonly intent: string;
}

/**
 * Approvals of claims (经办, 审核): one officer proposes, a second one agrees, and both sign with the office. The nullifiers
 * are computed when the second agrees, from what the loans say then.
 */
export class Approvals {
  readonly #work: SubsidyWork;
  readonly #known: KnownClaims;
  readonly #turns = new Turns();

  constructor(work: SubsidyWork, known: KnownClaims) {
    this.#work = work;
    this.#known = known;
  }

  /** @throws {HanlianError} CLAIM_UNKNOWN, CLAIM_ACT_IMPOSSIBLE, TRANCHE_OF_ANOTHER, SUBSIDY_ALREADY_GRANTED */
  propose(caller: Caller, input: ApprovalInput, once: Idempotency): Promise<ApprovalAnswer> {
    const { signing, officers } = this.#work;
    return signing.once(caller, once, async ({ intent, id }) => {
      await this.#work.caughtUp();
      const { programme, bank, claims } = input;
      const office = await requireOffice(this.#work, caller, programme);
      await officers.requireKey(caller);
      const views = await this.#known.each(caller, claims);
      views.forEach((view, i) => requireOf(view, input, i));
      await this.#decided(caller, office, views);
      const amount = fenText(sumOf(views.map(({ file }) => fenOf(file.claim.statement.amount))));
      const { id: by, person } = caller;
      const proposed: Proposed = {
        id,
        state: 'waiting',
        programme,
        bank,
        claims,
        preparer: { id: by, person },
        intent,
        amount,
      };
      await this.#keep(caller.department, proposed);
      return answerOf(proposed);
    });
  }

  get({ department }: Caller, id: string): ApprovalAnswer {
    return answerOf(this.#find(department, id));
  }

  /** A second officer agrees: all of the claims are approved, or none. */
  confirm(caller: Caller, id: string, once: Idempotency): Promise<ApprovalAnswer> {
    return this.#turns.of(id, () => this.#work.signing.once(caller, once, () => this.#confirm(caller, id)));
  }

  async #confirm(caller: Caller, id: string): Promise<ApprovalAnswer> {
    const { signing, officers, callers, caughtUp } = this.#work;
    const { department } = caller;
    await caughtUp();
    const proposed = this.#find(department, id);
    if (proposed.state === 'approved') return answerOf(proposed);
    await officers.requireKey(caller);
    const preparer = callers.acting(proposed.preparer, { department, scope: 'subsidy:approve' });
    const office = await requireOffice(this.#work, caller, proposed.programme);
    const statement = await this.#statement(caller, office, proposed);
    const twoPeople = await officers.sign(signedBytes(statement), preparer, caller);
    const transactionId = await signing.settle({
      department,
      operation: 'approve',
      request: { id, intent: proposed.intent, tranche: statement.tranche },
      statement,
      twoPeople,
      writes: keys.approval(id),
      names: [
        ...signing.departments(office),
        ...[preparer, caller].map(({ person }) => keys.officerKey(department, person)),
      ],
    });
    const approved: Proposed = { ...proposed, state: 'approved', reviewer: caller.person, transactionId };
    await this.#keep(department, approved);
    return answerOf(approved);
  }

  async #statement(
    caller: Caller,
    office: string,
    { id, intent, programme, bank, claims }: Proposed,
  ): Promise<ClaimsApproval> {
    const month = dateOfInstant(this.#work.now()).slice(0, 'YYYY-MM'.length);
    const views = await this.#known.each(caller, claims);
    return {
      ...(await this.#work.signing.beginning(caller.department, intent)),
      kind: 'claims-approval',
      id,
      tranche: trancheOf(this.#work, office, { programme, bank, month }),
      claims: await this.#decided(caller, office, views),
    };
  }

  /** What is decided of each claim, by what its loan says now. @throws {HanlianError} SUBSIDY_ALREADY_GRANTED */
  async #decided(
    caller: Caller,
    office: string,
    views: readonly ClaimView[],
  ): Promise<ClaimsApproval['claims']> {
    const decided: ClaimsApproval['claims'] = [];
    for (const [i, view] of views.entries()) {
      const nullifier = await this.#nullifier(caller, office, view, i);
      decided.push({ id: view.file.claim.statement.id, revision: view.record.revision, nullifier });
    }
    requireOnce(decided);
    return decided;
  }

  /** Names the one claim that cannot be approved, before the ledger refuses them all. */
  async #nullifier(caller: Caller, office: string, { file }: ClaimView, i: number): Promise<string> {
    const { statement } = file.claim;
    const loan = await loanOf(this.#work, caller, statement.loan);
    const nullifier = nullifierFor(this.#work, office, statement, loan.file);
    const holder = holderOf(this.#work, nullifier);
    if (holder === undefined || holder === statement.id) return nullifier;
    throw new HanlianError('SUBSIDY_ALREADY_GRANTED', 'Another claim for the same thing is approved', {
      field: `claims[${i}]`,
      received: statement.id,
    });
  }

  #find(department: string, id: string): Proposed {
    const value = this.#work.store.getSync(`${PREFIX}${department}~${id}`);
    if (value !== undefined) return JSON.parse(value.toString()) as Proposed;
    throw new HanlianError('APPROVAL_UNKNOWN', 'There is no such approval here');
  }

  #keep(department: string, proposed: Proposed): Promise<void> {
    const value = Buffer.from(JSON.stringify(proposed));
    const key = `${PREFIX}${department}~${proposed.id}`;
    return this.#work.writer.write([{ type: 'put', key, value }]);
  }
}

function requireOf({ record, file }: ClaimView, { programme, bank }: ApprovalInput, i: number): void {
  requireClaimAct('approve', record.state);
  if (file.bank === bank && record.programme === programme) return;
  throw new HanlianError('TRANCHE_OF_ANOTHER', 'A claim is of another bank or programme', {
    field: `claims[${i}]`,
  });
}

const answerOf = (proposed: Proposed): ApprovalAnswer => ({
  ...omit(proposed, 'preparer', 'intent'),
  preparer: proposed.preparer.person,
});
