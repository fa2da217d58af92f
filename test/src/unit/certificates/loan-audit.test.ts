import { auditLoan, trustLogs, type LoanAudit, type LoanViolation } from '@hanlian/certificates';
import type { LoanFileAnswer } from '@hanlian/chaincode/domain';
import { expect } from 'chai';
import { PREPARER } from '../../support/contracts/city.js';
import { random32 } from '../../support/contracts/people.js';
import { OTHER_BANK, trustedLog } from '../../support/contracts/sharing.js';
import { mac } from '../../support/contracts/subsidies.js';
import { drawing } from '../../support/fuzz/mutate.js';
import { LedLoan } from '../../support/loan-files.js';

type File = LoanFileAnswer;
type Steps = File['steps'];

/** What a seed does to a loan, and what an auditor who is given its file alone must find: no more and no less. */
interface Fault {
  readonly name: string;
  /** @returns the file handed over */
  readonly plant: (loan: LedLoan) => Promise<{ file: File; found: readonly LoanViolation[] }>;
}

const stepOf = (file: File, act: Steps[number]['step']['act']): Steps[number] =>
  file.steps.find(({ step }) => step.act === act)!;

function claimStep(
  { claims }: File,
  act: File['claims'][number]['steps'][number]['step']['act'],
): { claim: string; step: File['claims'][number]['steps'][number] } {
  const [{ file, steps }] = claims as [File['claims'][number]];
  return { claim: file.claim.statement.id, step: steps.find(({ step }) => step.act === act)! };
}

/** Faults of the file: the ledger has it right. */
const shown =
  (change: (file: File) => readonly LoanViolation[]): Fault['plant'] =>
  async (loan) => {
    const file = await loan.file();
    const found = change(file);
    return { file, found };
  };

/** Faults of the ledger itself, as only everyone who endorses could make them together. */
const forged =
  (change: (loan: LedLoan) => Promise<readonly LoanViolation[]>): Fault['plant'] =>
  async (loan) => {
    const found = await change(loan);
    return { file: await loan.file(), found };
  };

const FAULTS: readonly Fault[] = [
  { name: 'nothing', plant: shown(() => []) },
  {
    name: 'an altered amount',
    plant: shown((file) => {
      const { n, signed } = stepOf(file, 'disburse');
      Object.assign(signed.statement, { amount: '30000001' });
      return [{ code: 'STATEMENT_ALTERED', step: n }];
    }),
  },
  {
    name: 'a missing step',
    plant: shown((file) => {
      const { n } = stepOf(file, 'approve');
      (file as { steps: Steps }).steps = file.steps.filter((step) => step.n !== n);
      return [{ code: 'STEP_MISSING', step: n }];
    }),
  },
  {
    name: 'a step dated anew',
    plant: shown((file) => {
      const { n, step } = stepOf(file, 'approve');
      step.txTime -= 3600;
      return [{ code: 'STEP_FORGED', step: n }];
    }),
  },
  {
    name: 'a swapped report',
    plant: shown((file) => {
      const step = stepOf(file, 'bindReport');
      step.report = { ...step.report, v: 'another' };
      return [{ code: 'REPORT_SWAPPED', step: step.n }];
    }),
  },
  {
    name: 'books that say something else',
    plant: shown((file) => {
      file.file.movements[0]!.amount = '1';
      return [{ code: 'FILE_DIFFERS', field: 'movements' }];
    }),
  },
  {
    name: 'a claim left out',
    plant: shown((file) => {
      const [claim] = file.claims.splice(0, 1);
      return [{ code: 'CLAIM_MISSING', claim: claim!.file.claim.statement.id }];
    }),
  },
  {
    // A file whose payment came without what was signed for it passed as clean, and with it whatever it was.
    name: 'a payment without what was signed for it',
    plant: shown((file) => {
      const { claim, step } = claimStep(file, 'pay');
      delete step.signed;
      return [{ code: 'STATEMENT_ALTERED', claim, step: step.n }];
    }),
  },
  {
    name: 'a claim that says another amount than was signed',
    plant: shown((file) => {
      const [{ file: said }] = file.claims as [File['claims'][number]];
      const { id } = said.claim.statement;
      said.claim = structuredClone(said.claim);
      said.claim.statement.amount = '1';
      return [{ code: 'STATEMENT_ALTERED', claim: id, field: 'claim' }];
    }),
  },
  {
    name: 'a claim taken off the loan’s list',
    plant: shown((file) => {
      const [listed] = file.file.claims.splice(0, 1);
      return [{ code: 'FILE_DIFFERS', claim: listed!.id, field: 'claims' }];
    }),
  },
  {
    name: 'a step of a claim shown twice',
    plant: shown((file) => {
      const { claim, step } = claimStep(file, 'pay');
      file.claims[0]!.steps.push(step);
      return [{ code: 'FILE_DIFFERS', claim, field: 'steps' }];
    }),
  },
  {
    name: 'a report left out',
    plant: shown((file) => {
      const step = stepOf(file, 'bindReport');
      delete step.report;
      return [{ code: 'EVIDENCE_MISSING', step: step.n, field: 'report' }];
    }),
  },
  {
    name: 'evidence left out',
    plant: shown((file) => {
      const step = stepOf(file, 'approve');
      delete step.evidence;
      return [{ code: 'EVIDENCE_MISSING', step: step.n }];
    }),
  },
  {
    name: 'evidence made up',
    plant: shown((file) => {
      const step = stepOf(file, 'approve');
      const [record] = step.evidence!.records;
      record!.value = record!.value!.replace('"v":1', '"v":2');
      return [{ code: 'EVIDENCE_WRONG', step: step.n, reason: 'MAP_PROOF_ROOT_DIFFERS' }];
    }),
  },
  {
    name: 'a missing transition',
    plant: forged(async (loan) => {
      const step = await loan.stepOf('approve');
      await loan.forgeWithout(step);
      return [{ code: 'TRANSITION_IMPOSSIBLE', step, reason: 'LOAN_ACT_IMPOSSIBLE' }];
    }),
  },
  {
    name: 'one officer twice',
    plant: forged(async (loan) => {
      const step = await loan.stepOf('approve');
      await loan.forgeStep(step, (statement) => statement, [PREPARER, PREPARER]);
      return [{ code: 'TWO_PEOPLE_WRONG', step, reason: 'SAME_PERSON_TWICE' }];
    }),
  },
  {
    name: 'a disbursement above the contract',
    plant: forged(async (loan) => {
      const step = await loan.stepOf('disburse');
      await loan.forgeStep(step, (statement) => ({ ...statement, amount: '50000001' }));
      return [{ code: 'RULE_BROKEN', step, reason: 'DISBURSEMENT_ABOVE_CONTRACT' }];
    }),
  },
  {
    name: 'an approval of more than was applied for',
    plant: forged(async (loan) => {
      const step = await loan.stepOf('approve');
      await loan.forgeStep(step, (statement) => ({ ...statement, amount: '50000001' }));
      return [{ code: 'RULE_BROKEN', step, reason: 'LOAN_OUTSIDE_TERMS' }];
    }),
  },
  {
    name: 'a key of nobody’s',
    plant: forged(async (loan) => {
      const step = await loan.stepOf('startReview');
      await loan.forgeStep(step, (statement) => ({ ...statement, key: random32() }));
      return [{ code: 'SIGNATURE_WRONG', step, reason: 'MAP_PROOF_MISSING' }];
    }),
  },
  {
    name: 'an act over another revision',
    plant: forged(async (loan) => {
      const step = await loan.stepOf('startReview');
      await loan.forgeStep(step, (statement) => ({ ...statement, revision: 7 }));
      return [{ code: 'STATEMENT_OF_ANOTHER', step }];
    }),
  },
  {
    name: 'a claim for a paid period',
    plant: forged(async (loan) => [{ code: 'CLAIM_REPEATED', claim: await loan.forgeClaim() }]),
  },
  {
    name: 'a subsidy of another amount',
    plant: forged(async (loan) => {
      await loan.forgeAmount('86112');
      return [{ code: 'CLAIM_RULE_BROKEN', claim: loan.claim, step: 0, reason: 'CLAIM_AMOUNT_DIFFERS' }];
    }),
  },
  {
    name: 'another’s nullifier',
    plant: forged(async (loan) => {
      await loan.forgeNullifier(random32());
      return [{ code: 'NULLIFIER_WRONG', claim: loan.claim, field: 'subject' }];
    }),
  },
];

describe('the audit of a loan’s file', function () {
  this.timeout(60_000);
  const trust = trustLogs([trustedLog]);
  const audit = (file: File): Promise<LoanAudit> => auditLoan(file, { trust, mac });

  for (const { name, plant } of FAULTS) {
    it(`finds ${name}, and nothing else`, async () => {
      const { file, found } = await plant(await LedLoan.make());
      expect((await audit(file)).violations).to.deep.equal(found);
    });
  }

  it('finds all that a seed has planted in files it cannot tell apart, and nothing else', async () => {
    const seed = Date.now();
    const draw = drawing(seed);
    for (let i = 0; i < 8; i++) {
      const { name, plant } = FAULTS[draw(FAULTS.length)]!;
      const { file, found } = await plant(await LedLoan.make());
      const { violations } = await audit(JSON.parse(JSON.stringify(file)) as File);
      expect(violations, `seed ${seed}: ${name}`).to.deep.equal(found);
    }
  });

  it('says how far it went', async () => {
    const loan = await LedLoan.make();
    const told = await audit(await loan.file());
    expect(told).to.include({ loan: loan.id, state: 'disbursed', steps: 12, judged: 12, claims: 1 });
    const step = await loan.stepOf('approve');
    await loan.forgeWithout(step);
    expect((await audit(await loan.file())).judged).to.equal(step);
  });

  it('relies on no checkpoint that its trust file does not name', async () => {
    const file = await (await LedLoan.make()).file();
    const stranger = trustLogs([{ ...trustedLog, origin: 'another/log' }]);
    const { violations, judged } = await auditLoan(file, { trust: stranger });
    expect(violations.map(({ code }) => code)).to.deep.equal(['PROOF_WRONG']);
    expect(judged).to.equal(0);
  });

  it('knows a report of another application, and a file of another bank’s loan', async () => {
    const file = await (await LedLoan.make()).file();
    file.record.commitment = random32();
    expect((await audit(file)).violations.map(({ code }) => code)).to.deep.equal([
      'REPORT_OF_ANOTHER',
      'RECORD_WRONG',
    ]);
    const other = await (await LedLoan.make()).file();
    other.file.application.bank = OTHER_BANK;
    expect((await audit(other)).violations.map(({ code }) => code)).to.include('SIGNATURE_WRONG');
  });
});
