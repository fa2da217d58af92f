import type { LoanViolation } from '@hanlian/certificates';
import { keys } from '@hanlian/chaincode/domain';
import type { Fault, File } from './fault.js';

type Steps = File['steps'];

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

const withEditionsReversed: Fault['plant'] = async (loan) => {
  await loan.forgeOlderEdition();
  const file = await loan.file();
  file.programmes.reverse();
  return { file, found: [] };
};

export const SHOWN: readonly Fault[] = [
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
    name: 'an opinion written anew',
    plant: shown((file) => {
      const { n, text } = stepOf(file, 'approve');
      text!.text = '风险较高，仍同意放款';
      return [{ code: 'TEXT_ALTERED', step: n, field: 'text' }];
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
      return [{ code: 'EVIDENCE_MISSING', claim, step: step.n, field: 'signed' }];
    }),
  },
  {
    // Until it was in the file, an approval stood by the ledger's word alone.
    name: 'an approval without what was signed for it',
    plant: shown((file) => {
      const { claim, step } = claimStep(file, 'approve');
      delete step.signed;
      return [{ code: 'EVIDENCE_MISSING', claim, step: step.n, field: 'signed' }];
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
    name: 'evidence of an approval left out',
    plant: shown((file) => {
      const { claim, step } = claimStep(file, 'approve');
      delete step.evidence;
      return [{ code: 'EVIDENCE_MISSING', claim, step: step.n }];
    }),
  },
  {
    name: 'evidence of a payment made up',
    plant: shown((file) => {
      const { claim, step } = claimStep(file, 'pay');
      const [record] = step.evidence!.records;
      record!.value = record!.value!.replace('"v":1', '"v":2');
      return [{ code: 'EVIDENCE_WRONG', claim, step: step.n, reason: 'MAP_PROOF_ROOT_DIFFERS' }];
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
    name: 'a claim listed for another period',
    plant: shown((file) => {
      const [listed] = file.file.claims as [File['file']['claims'][number]];
      listed.period.to = '2026-11-30';
      return [{ code: 'FILE_DIFFERS', claim: listed.id, field: 'claims' }];
    }),
  },
  // Of what a file holds twice only the first was looked at, and nothing beyond what its record counts.
  {
    name: 'a step shown twice, the second time with another text',
    plant: shown((file) => {
      const { n, ...step } = stepOf(file, 'approve');
      const again = { ...step, n, text: { ...step.text!, text: '风险较高，仍同意放款' } };
      file.steps.splice(n + 1, 0, again);
      return [
        { code: 'FILE_DIFFERS', field: 'steps' },
        { code: 'TEXT_ALTERED', step: n, field: 'text' },
      ];
    }),
  },
  {
    name: 'a step that the ledger has not, after its last',
    plant: shown((file) => {
      const n = file.steps.length;
      file.steps.push({ ...file.steps.at(-1)!, n });
      return [
        { code: 'FILE_DIFFERS', field: 'steps' },
        { code: 'STEP_FORGED', step: n },
      ];
    }),
  },
  {
    name: 'steps in another order',
    plant: shown((file) => {
      file.steps.push(...file.steps.splice(3, 1));
      return [{ code: 'FILE_DIFFERS', field: 'steps' }];
    }),
  },
  {
    name: 'a claim shown twice, the second time of another amount',
    plant: shown((file) => {
      const again = structuredClone(file.claims[0]!);
      again.file.claim.statement.amount = '1';
      file.claims.push(again);
      return [{ code: 'FILE_DIFFERS', claim: again.file.claim.statement.id, field: 'claims' }];
    }),
  },
  {
    name: 'a claim listed twice',
    plant: shown((file) => {
      const [listed] = file.file.claims as [File['file']['claims'][number]];
      file.file.claims.push(listed);
      return [{ code: 'FILE_DIFFERS', claim: listed.id, field: 'claims' }];
    }),
  },
  // The audit went through the numbers of steps one by one, as many as an unproven record said.
  {
    name: 'records of more steps than anybody could count',
    plant: shown((file) => {
      const [{ record, file: said, steps }] = file.claims as [File['claims'][number]];
      const claim = said.claim.statement.id;
      file.record.revision = Number.MAX_SAFE_INTEGER;
      record.revision = Number.MAX_SAFE_INTEGER;
      return [
        { code: 'STEP_MISSING', step: file.steps.length },
        { code: 'RECORD_WRONG', key: keys.loan(file.id) },
        { code: 'STEP_FORGED', claim, key: keys.claim(claim) },
        { code: 'STEP_MISSING', claim, step: steps.length },
      ];
    }),
  },
  {
    name: 'a text beside an act that no text belongs to',
    plant: shown((file) => {
      const step = stepOf(file, 'startReview');
      step.text = stepOf(file, 'approve').text!;
      return [{ code: 'TEXT_ALTERED', step: step.n, field: 'text' }];
    }),
  },
  // Whoever put the older edition last had the claim judged by it.
  {
    name: 'editions in another order, which is nothing wrong',
    plant: withEditionsReversed,
  },
];
