import { keys, type ClaimView, type LoanFile, type Programme } from '@hanlian/chaincode/domain';
import type { LicenseParts } from '../licenses/parts.js';
import type { KnownClaims } from '../subsidy/known-claims.js';
import { editionsOf } from '../subsidy/programmes.js';

interface SubsidiesParts extends Pick<LicenseParts, 'model' | 'registry' | 'now'> {
  readonly claims: Pick<KnownClaims, 'views'>;
}

/** The claims of subsidy for a loan, and by which records of the ledger they are found right. */
export interface SubsidiesOfLoan {
  readonly claims: readonly ClaimView[];
  readonly programmes: readonly Programme[];
  /** Keys of the records to be proven. */
  readonly names: readonly string[];
}

/** The ids of the claims made for a loan, in their order. */
export const claimedFor = ({ claims }: LoanFile): readonly string[] => claims.map(({ id }) => id);

/** What a bank sees of the subsidies for its loan. */
export async function subsidiesOf(
  parts: SubsidiesParts,
  bank: string,
  file: LoanFile,
): Promise<SubsidiesOfLoan> {
  const claims = await parts.claims.views(bank, claimedFor(file));
  const programmes: Programme[] = [];
  for (const id of new Set(file.claims.map(({ programme }) => programme))) {
    programmes.push(...(await editionsOf(parts, id)));
  }
  const names = [
    ...claims.flatMap((claim) => namesOf(claim)),
    ...programmes.map(({ id, since }) => keys.programme(id, since)),
    ...claims.flatMap((claim) => signersOf(parts, claim)),
  ];
  return { claims, programmes, names: [...new Set(names)] };
}

const namesOf = ({ file, steps }: ClaimView): string[] => {
  const { id } = file.claim.statement;
  const signed = steps.flatMap((step) => (step.signed === undefined ? [] : [step.signed.statement.key]));
  return [
    keys.claim(id),
    ...steps.map(({ n }) => keys.claimStep(id, n)),
    ...(file.nullifier === undefined ? [] : [keys.nullifier(file.nullifier)]),
    ...signed.map((key) => keys.holderKey(key)),
  ];
};

/** Departments by which a claim was signed, whoever took their place, and officers who signed for its office. */
function signersOf({ registry, now }: SubsidiesParts, { file, steps }: ClaimView): string[] {
  const offices = registry.lineOf(file.office, now());
  const officers = steps.flatMap(({ signed }) => {
    const { preparer, reviewer } = signed?.twoPeople ?? {};
    return [preparer, reviewer].flatMap((each) => (each === undefined ? [] : [each.officer]));
  });
  return [
    ...[...registry.lineOf(file.bank, now()), ...offices].map((code) => keys.department(code)),
    ...officers.flatMap((officer) => offices.map((code) => keys.officerKey(code, officer))),
  ];
}
