import {
  base64urlDecode,
  canonicalize,
  hexEncode,
  keys,
  type ClaimView,
  type LoanFileAnswer,
  type LoanStepPage,
  type ProgrammeView,
} from '@hanlian/chaincode/domain';
import { createHash } from 'node:crypto';
import { BANK } from './contracts/city.js';
import { random16 } from './contracts/people.js';
import { officerOf } from './contracts/sharing.js';
import { PROGRAMME, type SubsidyCity } from './contracts/subsidies.js';

/** SHA-256 of a value's RFC 8785 bytes, base64url. */
export const digestOf = (value: object): string =>
  createHash('sha256').update(canonicalize(value)).digest('base64url');

/** What the bank's people wrote when they approved. */
export const OPINION = { salt: random16(), text: '现金流充足，同意放款' };

type Steps = LoanFileAnswer['steps'];

/** A loan's file as its bank's hub would export it now. */
export async function exported(here: SubsidyCity, id: string, report: object): Promise<LoanFileAnswer> {
  const { lending } = here;
  const { sharing } = lending;
  await sharing.checkpoint();
  const bank = officerOf(BANK);
  const { record, file } = await lending.loan(id, bank);
  const page = await lending.read<LoanStepPage>('loan:pageSteps', { id, limit: 100 }, bank);
  const claims = await Promise.all(file.claims.map((claim) => here.view(claim.id, bank)));
  const programmes = await lending.read<ProgrammeView>('subsidy:getProgramme', { id: PROGRAMME }, bank);
  const { editions } = programmes;
  const names = [
    keys.loan(id),
    ...page.steps.map(({ n }) => keys.loanStep(id, n)),
    ...claims.flatMap((claim) => namesOf(claim)),
    ...editions.map(({ id, since }) => keys.programme(id, since)),
  ];
  const evidence = lending.evidence(BANK) as NonNullable<Steps[number]['evidence']>;
  const filed: LoanFileAnswer = {
    v: 1,
    format: 'hanlian-loan-file',
    id,
    madeAt: lending.now,
    record,
    file,
    steps: page.steps.map((step) => ({
      ...step,
      transactionId: hexEncode(base64urlDecode(step.step.tx)),
      evidence,
      checkpoint: sharing.note,
      ...(step.step.act === 'bindReport' && { report: report as never }),
      ...(step.step.act === 'approve' && { text: OPINION }),
    })),
    claims: claims.map((claim) => withCheckpoints(claim, sharing.notes)),
    programmes: editions,
    proof: { v: 1, checkpoint: sharing.note, records: sharing.evidence(...names).records },
  };
  return JSON.parse(JSON.stringify(filed)) as LoanFileAnswer;
}

const withCheckpoints = (
  claim: ClaimView,
  notes: ReadonlyMap<number, string>,
): LoanFileAnswer['claims'][number] => ({
  ...claim,
  steps: claim.steps.map((step) => ({ ...step, checkpoint: notes.get(step.evidence!.size) })),
});

const namesOf = ({ file, steps }: ClaimView): string[] => {
  const { id } = file.claim.statement;
  return [
    keys.claim(id),
    ...steps.map(({ n }) => keys.claimStep(id, n)),
    ...(file.nullifier === undefined ? [] : [keys.nullifier(file.nullifier)]),
  ];
};

/** As much of a credit report as says whom and what it is for: what was signed for it. */
export function reportOf({ lending }: SubsidyCity, consent: string): object {
  const { secrets } = lending.sharing.city.ledger;
  const read = (key: string): object => JSON.parse(secrets.get(`reports/${key}`)!) as object;
  const signedConsent = read(keys.consent(consent));
  const signedPull = read(keys.pull(consent, 'term', 1));
  return { v: 'report', consent: { signed: signedConsent }, pull: { signed: signedPull } };
}
