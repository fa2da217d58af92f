import {
  canonicalize,
  keys,
  LOAN_LIFECYCLE,
  type ClaimActStatement,
  type ClaimFile,
  type ClaimRecord,
  type ClaimsApproval,
  type ClaimState,
  type ClaimStatement,
  type ClaimView,
  type Department,
  type LoanAct,
  type LoanActStatement,
  type LoanFileAnswer,
  type LoanStep,
  type LoanView,
  type Programme,
  type RegistryEvidence,
} from '@hanlian/chaincode/domain';
import { BANK, change, LAST_YEAR, PREPARER, REVIEWER } from './contracts/city.js';
import {
  bankOf,
  byTwo,
  commitmentOf,
  finance,
  FINANCE,
  signedBy,
  type SignedLoan,
} from './contracts/loans.js';
import { random16, type Officer } from './contracts/people.js';
import { enterprise, OTHER_BANK } from './contracts/sharing.js';
import { FIRST, PROGRAMME, SECOND, subsidyCity, type SubsidyCity } from './contracts/subsidies.js';
import { digestOf, exported, OPINION, reportOf } from './loan-export.js';

type Steps = LoanFileAnswer['steps'];
type AnySigned = SignedLoan<Steps[number]['signed']['statement']>;

let ready: Promise<SubsidyCity> | undefined;

/** A city with a tranche for its bank in the month after the first period. */
const cityWithTranche = async (): Promise<SubsidyCity> => {
  const here = await subsidyCity();
  await here.lending.later(45);
  await here.open('600000');
  return here;
};

/**
 * A loan led through the contracts from application to a paid subsidy, and the file an auditor is given of it. `forge…`
 * rewrites the ledger itself, as only everyone who endorses could together, and signs what it writes: what is left then
 * is what a rule says.
 */
export class LedLoan {
  readonly #here: SubsidyCity;
  readonly id: string;
  readonly claim: string;
  readonly #report: object;

  private constructor(here: SubsidyCity, id: string, claim: string, report: object) {
    this.#here = here;
    this.id = id;
    this.claim = claim;
    this.#report = report;
  }

  static async make(): Promise<LedLoan> {
    ready ??= cityWithTranche();
    const here = (await ready).fork();
    const { lending } = here;
    lending.sharing.city.now -= 45 * 86_400;
    const { id, consent } = await lending.pulled();
    const report = reportOf(here, consent);
    await lending.act('bindReport', id, { report: digestOf(report) });
    await lending.act('startReview', id);
    await lending.act('askInfo', id);
    await lending.act('answerInfo', id);
    await lending.act('approve', id, { text: digestOf([OPINION.salt, OPINION.text]) });
    await lending.act('signContract', id);
    await lending.act('disburse', id, { amount: '30000000' });
    await lending.act('disburse', id, { amount: '20000000' });
    await lending.act('correct', id, { movement: 9, amount: '19000000' });
    await lending.later(45);
    const claim = await here.claimed(id);
    await here.approve([claim]);
    await here.act('pay', claim, { date: '2027-01-04' });
    await lending.act('repay', id, { date: '2027-01-04', early: true });
    return new LedLoan(here, id, claim, report);
  }

  get period(): typeof FIRST {
    return FIRST;
  }

  /** The file as it would be exported now. */
  file(): Promise<LoanFileAnswer> {
    return exported(this.#here, this.id, this.#report);
  }

  /** The place of the first step of an act. */
  async stepOf(act: LoanStep['act']): Promise<number> {
    const { steps } = await this.file();
    return steps.find(({ step }) => step.act === act)!.n;
  }

  /** Has a step say something else, signed and committed to like the others. */
  async forgeStep(
    n: number,
    change: (statement: Steps[number]['signed']['statement']) => object,
    officers: readonly [Officer, Officer] = [PREPARER, REVIEWER],
  ): Promise<void> {
    const { steps } = await this.file();
    const { statement } = steps.find((step) => step.n === n)!.signed;
    this.#write(n, steps[n]!.step, signedAnew(change(statement) as never, officers));
  }

  /** Leaves a step out of the ledger, as if it had never been: those after it move up. */
  async forgeWithout(n: number): Promise<void> {
    const { steps, record } = await this.file();
    for (const { n: place, step, signed } of steps.slice(n + 1)) {
      const statement = { ...signed.statement, revision: place - 2 };
      this.#write(place - 1, step, signedAnew(statement as never));
    }
    this.#here.lending.sharing.city.ledger.state.delete(keys.loanStep(this.id, record.revision));
    this.#set(keys.loan(this.id), { ...record, revision: record.revision - 1 });
  }

  /** Goes on with the loan a day later, as its bank may. */
  async further<Act extends LoanAct>(act: Act, more: Partial<LoanActStatement<Act>> = {}): Promise<void> {
    await this.#here.lending.later(1);
    await this.#here.lending.act(act, this.id, more);
  }

  /** Has a part of what was paid come back. */
  async recover(amount: string): Promise<void> {
    await this.#here.act('recover', this.claim, { amount });
  }

  /** Has so many claims for the second period be refused one after the other. */
  async refused(times: number): Promise<void> {
    await this.#here.lending.later(30);
    for (let i = 0; i < times; i++) {
      const claim = await this.#here.claimed(this.id, { period: SECOND });
      await this.#here.act('refuse', claim);
    }
  }

  /** Gives an officer of the finance office a new key, a day later, and proves what the registry says since. */
  async rekeyed({ id: officer, publicKey }: Officer): Promise<RegistryEvidence> {
    const { lending } = this.#here;
    await lending.later(1);
    const facts = { department: FINANCE, officer, publicKey, since: LAST_YEAR };
    await lending.sharing.city.registrar('putOfficerKey', { ...change(0), ...facts });
    await lending.sharing.checkpoint();
    return this.#here.evidence() as RegistryEvidence;
  }

  /** What the registry proves once another bank has taken the place of the loan's. */
  async afterSuccession(): Promise<Pick<Steps[number], 'evidence' | 'checkpoint'>> {
    const { lending } = this.#here;
    const { sharing } = lending;
    const key = keys.department(BANK);
    const department = sharing.city.ledger.record(key) as Department;
    this.#set(key, { ...department, successor: OTHER_BANK, successorSince: department.since });
    await sharing.checkpoint();
    const proven = lending.evidence(BANK, keys.department(OTHER_BANK));
    const evidence = proven as NonNullable<Steps[number]['evidence']>;
    return { evidence, checkpoint: sharing.note };
  }

  /** Has a step of the claim say or be something else, signed and committed to like the others. */
  async forgeClaimStep(
    n: number,
    change: (statement: ClaimActStatement) => object,
    state?: ClaimState,
  ): Promise<void> {
    const [{ record, file, steps }] = (await this.file()).claims as [ClaimView];
    const { step, signed, evidence } = steps[n]!;
    const statement = change(signed!.statement as ClaimActStatement) as ClaimStatement;
    const anew = signedBy(step.act === 'claim' ? bankOf(BANK) : finance, statement);
    const after = { ...step, ...(state && { state }), commitment: commitmentOf(anew) };
    this.#set(keys.claimStep(this.claim, n), after, decided(anew, evidence));
    if (step.act === 'claim') this.#putClaim(statement, record, { ...file, claim: anew });
    else if (state) this.#putClaim(file.claim.statement, { ...record, state }, file);
  }

  /**
   * Has the approval say something else, and the claim have been approved out of that tranche.
   *
   * @param later what it was decided by, if not what it was
   */
  async forgeApproval(
    change: (statement: ClaimsApproval) => ClaimsApproval,
    officers: readonly [Officer, Officer] = [PREPARER, REVIEWER],
    later?: RegistryEvidence,
  ): Promise<void> {
    const [{ record, file, steps }] = (await this.file()).claims as [ClaimView];
    const { n, step, signed, evidence } = steps.find((each) => each.step.act === 'approve')!;
    const statement = change(signed!.statement as ClaimsApproval);
    const anew = byTwo(finance, statement, ...officers);
    this.#set(keys.approval(statement.id), {}, decided(anew, later ?? evidence));
    this.#set(keys.claimStep(this.claim, n), { ...step, commitment: commitmentOf(anew) });
    this.#putClaim(file.claim.statement, record, { ...file, tranche: statement.tranche });
  }

  /** A second claim for the period that is paid for. */
  async forgeClaim(): Promise<string> {
    const { claims } = await this.file();
    const [{ record, file, steps }] = claims as [ClaimView];
    const statement = {
      ...file.claim.statement,
      id: random16(),
      intent: random16(),
      issuedAt: this.#here.now,
    };
    const signed = signedBy(bankOf(BANK), statement);
    const { v, salt, bank, office, recovered } = file;
    const bare = { v, salt, bank, office, recovered };
    const made = { intent: statement.intent, revision: 0, txTime: this.#here.now };
    this.#putClaim(
      statement,
      { ...record, ...made, state: 'claimed' },
      { ...bare, claim: signed, paid: false },
    );
    const step = { ...steps[0]!.step, commitment: commitmentOf(signed), txTime: this.#here.now };
    this.#set(keys.claimStep(statement.id, 0), step, decided(signed, steps[0]!.evidence));
    const loan = (await this.#here.lending.loan(this.id)) satisfies LoanView;
    const known = [...loan.file.claims, { id: statement.id, programme: PROGRAMME, period: FIRST }];
    this.#set(keys.loan(this.id), loan.record, { ...loan.file, claims: known });
    return statement.id;
  }

  /** Has the paid claim be of another amount. */
  async forgeAmount(amount: string): Promise<void> {
    const { claims } = await this.file();
    const [{ record, file, steps }] = claims as [ClaimView];
    const statement = { ...file.claim.statement, amount };
    const signed = signedBy(bankOf(BANK), statement);
    const step = { ...steps[0]!.step, commitment: commitmentOf(signed) };
    this.#set(keys.claimStep(this.claim, 0), step, decided(signed, steps[0]!.evidence));
    this.#putClaim(statement, record, { ...file, claim: signed });
  }

  /** Has the paid claim hold another nullifier. */
  async forgeNullifier(nullifier: string): Promise<void> {
    await this.forgeApproval(({ claims, ...statement }) => ({
      ...statement,
      claims: claims.map((each) => ({ ...each, nullifier })),
    }));
    const { claims } = await this.file();
    const [{ record, file }] = claims as [ClaimView];
    this.#putClaim(file.claim.statement, record, { ...file, nullifier });
    this.#set(keys.nullifier(nullifier), { v: 1, claim: this.claim });
  }

  /** Has the claim's programme have been another before: of half the rate. */
  async forgeOlderEdition(): Promise<void> {
    const [edition] = (await this.file()).programmes as [Programme];
    const { id, since, rate } = edition;
    const older = { ...edition, since: since - 86_400, rate: rate / 2 };
    this.#set(keys.programme(id, older.since), older);
  }

  #putClaim({ id }: ClaimStatement, record: ClaimRecord, file: ClaimFile): void {
    this.#set(keys.claim(id), record, file);
  }

  #write(n: number, step: LoanStep, signed: AnySigned): void {
    this.#set(keys.loanStep(this.id, n), { ...step, commitment: commitmentOf(signed) }, signed);
  }

  #set(key: string, record: object, secret?: object): void {
    const { state, secrets } = this.#here.lending.sharing.city.ledger;
    state.set(key, canonicalize(record));
    if (secret !== undefined) secrets.set(`lending/${key}`, canonicalize(secret));
  }
}

/** What was signed of a claim as it is kept, with what it was decided by. */
const decided = (
  signed: SignedLoan<ClaimStatement | ClaimActStatement | ClaimsApproval>,
  evidence: RegistryEvidence | undefined,
): object => ({ salt: signed.salt, signed, evidence });

/** A statement signed by whom it is of, as the first time. */
function signedAnew(
  statement: LoanActStatement,
  [preparer, reviewer]: readonly [Officer, Officer] = [PREPARER, REVIEWER],
): AnySigned {
  const { by, twoPeople } = LOAN_LIFECYCLE[statement.act];
  const signer = by === 'enterprise' ? enterprise : bankOf(BANK);
  return twoPeople === true ? byTwo(signer, statement, preparer, reviewer) : signedBy(signer, statement);
}
