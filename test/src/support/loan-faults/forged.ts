import type { LoanViolation } from '@hanlian/certificates';
import { keys } from '@hanlian/chaincode/domain';
import { PREPARER, REVIEWER } from '../contracts/city.js';
import { FINANCE } from '../contracts/loans.js';
import { Officer, random16, random32 } from '../contracts/people.js';
import type { LedLoan } from '../loan-files.js';
import type { Fault } from './fault.js';

/** Faults of the ledger itself, as only everyone who endorses could make them together. */
const forged =
  (change: (loan: LedLoan) => Promise<readonly LoanViolation[]>): Fault['plant'] =>
  async (loan) => {
    const found = await change(loan);
    return { file: await loan.file(), found };
  };

/** The registry proves to the application's step that its bank had been succeeded. */
const toSucceeded: Fault['plant'] = async (loan) => {
  const file = await loan.file();
  Object.assign(file.steps[0]!, await loan.afterSuccession());
  return { file, found: [{ code: 'RULE_BROKEN', step: 0, reason: 'NOT_A_BANK' }] };
};

export const FORGED: readonly Fault[] = [
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
  // Rules of the contract that the audit did not replay.
  {
    name: 'a loan closed as written off that was repaid',
    plant: forged(async (loan) => {
      await loan.further('repay', { amount: '29000000', date: '2027-01-04', early: true });
      await loan.further('close');
      const step = await loan.stepOf('close');
      await loan.forgeStep(step, (statement) => ({ ...statement, writtenOff: true }));
      return [{ code: 'RULE_BROKEN', step, reason: 'LOAN_BALANCE_OPEN' }];
    }),
  },
  {
    name: 'an application to a bank that another has succeeded',
    plant: toSucceeded,
  },
  {
    name: 'a repayment put on a day that a paid subsidy rests on',
    plant: forged(async (loan) => {
      await loan.further('correct', { movement: 11, amount: '19000000', date: '2027-01-04' });
      const step = (await loan.file()).record.revision;
      await loan.forgeStep(step, (statement) => ({ ...statement, date: '2026-12-31' }));
      return [{ code: 'RULE_BROKEN', step, reason: 'LOAN_SUBSIDY_STANDS' }];
    }),
  },
  {
    name: 'a statement signed ahead of its time',
    plant: forged(async (loan) => {
      const step = await loan.stepOf('startReview');
      await loan.forgeStep(step, (statement) => ({ ...statement, issuedAt: statement.issuedAt + 3600 }));
      return [{ code: 'SIGNATURE_WRONG', step, reason: 'STATEMENT_OUT_OF_TIME' }];
    }),
  },
  {
    name: 'a payment of a day to come',
    plant: forged(async (loan) => {
      await loan.forgeClaimStep(2, (statement) => ({ ...statement, date: '2027-02-01' }));
      return [{ code: 'CLAIM_RULE_BROKEN', claim: loan.claim, step: 2, reason: 'MOVEMENT_DATE_OUTSIDE' }];
    }),
  },
  {
    name: 'a recovery of more than was granted',
    plant: forged(async (loan) => {
      await loan.recover('1');
      await loan.forgeClaimStep(3, (statement) => ({ ...statement, amount: '99999999' }));
      return [{ code: 'CLAIM_RULE_BROKEN', claim: loan.claim, step: 3, reason: 'RECOVERY_ABOVE_GRANT' }];
    }),
  },
  {
    // By it the nullifier was free, and the same thing could be paid for again.
    name: 'a recovery of a part that counts as the whole',
    plant: forged(async (loan) => {
      await loan.recover('1');
      await loan.forgeClaimStep(3, (statement) => statement, 'recovered');
      return [{ code: 'TRANSITION_IMPOSSIBLE', claim: loan.claim, step: 3, field: 'state' }];
    }),
  },
  {
    name: 'a claim that began as approved',
    plant: forged(async (loan) => {
      await loan.forgeClaimStep(0, (statement) => statement, 'approved');
      return [{ code: 'TRANSITION_IMPOSSIBLE', claim: loan.claim, step: 0, field: 'state' }];
    }),
  },
  {
    name: 'a payment signed over another revision',
    plant: forged(async (loan) => {
      await loan.forgeClaimStep(2, (statement) => ({ ...statement, revision: 7 }));
      return [{ code: 'STATEMENT_OF_ANOTHER', claim: loan.claim, step: 2 }];
    }),
  },
  {
    name: 'an approval of one officer alone',
    plant: forged(async (loan) => {
      await loan.forgeApproval((statement) => statement, [PREPARER, PREPARER]);
      return [{ code: 'TWO_PEOPLE_WRONG', claim: loan.claim, step: 1, reason: 'SAME_PERSON_TWICE' }];
    }),
  },
  {
    // By the registry of the export every approval of before was signed by keys of nobody’s: an honest office stood accused.
    name: 'nothing where an officer has had a new key since the approval',
    plant: forged(async (loan) => {
      await loan.rekeyed(new Officer(PREPARER.id));
      return [];
    }),
  },
  {
    name: 'an approval signed by a key that was bound only later',
    plant: forged(async (loan) => {
      const later = new Officer(PREPARER.id);
      await loan.rekeyed(later);
      await loan.forgeApproval((statement) => statement, [later, REVIEWER]);
      return [{ code: 'TWO_PEOPLE_WRONG', claim: loan.claim, step: 1, reason: 'SIGNATURE_INVALID' }];
    }),
  },
  {
    name: 'an approval signed by a key that was bound only later, with what the registry said then',
    plant: forged(async (loan) => {
      const later = new Officer(PREPARER.id);
      const evidence = await loan.rekeyed(later);
      await loan.forgeApproval((statement) => statement, [later, REVIEWER], evidence);
      const key = keys.officerKey(FINANCE, later.id);
      return [{ code: 'EVIDENCE_LATE', claim: loan.claim, step: 1, key }];
    }),
  },
  {
    name: 'an approval of other claims',
    plant: forged(async (loan) => {
      await loan.forgeApproval((statement) => ({
        ...statement,
        claims: [{ id: random16(), revision: 0, nullifier: random32() }],
      }));
      return [{ code: 'STATEMENT_OF_ANOTHER', claim: loan.claim, step: 1 }];
    }),
  },
  {
    name: 'an approval with another nullifier',
    plant: forged(async (loan) => {
      await loan.forgeApproval(({ claims: [claim], ...statement }) => ({
        ...statement,
        claims: [{ ...claim!, nullifier: random32() }],
      }));
      return [{ code: 'STATEMENT_OF_ANOTHER', claim: loan.claim, step: 1 }];
    }),
  },
  {
    name: 'a tranche of another bank',
    plant: forged(async (loan) => {
      await loan.forgeApproval((statement) => ({
        ...statement,
        tranche: { ...statement.tranche, pseudonym: random32() },
      }));
      return [{ code: 'TRANCHE_WRONG', claim: loan.claim }];
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
