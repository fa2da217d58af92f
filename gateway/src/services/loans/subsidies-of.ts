import {
  HanlianError,
  keys,
  type ClaimOfFile,
  type ClaimView,
  type LoanFile,
  type Programme,
} from '@hanlian/chaincode/domain';
import type { LicenseParts } from '../licenses/parts.js';
import type { KnownClaims } from '../subsidy/known-claims.js';
import { editionsOf } from '../subsidy/programmes.js';

interface SubsidiesParts extends Pick<LicenseParts, 'model' | 'logProofs'> {
  readonly claims: Pick<KnownClaims, 'decided'>;
}

/** The claims of subsidy for a loan, and by which records of the ledger they are found right. */
export interface SubsidiesOfLoan {
  readonly claims: readonly ClaimOfFile[];
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
  const claims = await parts.claims.decided(bank, claimedFor(file));
  const programmes: Programme[] = [];
  for (const id of new Set(file.claims.map(({ programme }) => programme))) {
    programmes.push(...(await editionsOf(parts, id)));
  }
  const names = [
    ...claims.flatMap((claim) => namesOf(claim)),
    ...programmes.map(({ id, since }) => keys.programme(id, since)),
  ];
  const shown = await Promise.all(claims.map((claim) => withCheckpoints(parts, claim)));
  return { claims: shown, programmes, names: [...new Set(names)] };
}

const namesOf = ({ file, steps }: ClaimView): string[] => {
  const { id } = file.claim.statement;
  return [
    keys.claim(id),
    ...steps.map(({ n }) => keys.claimStep(id, n)),
    ...(file.nullifier === undefined ? [] : [keys.nullifier(file.nullifier)]),
  ];
};

/** A claim with the checkpoint of each step's evidence, where enough have signed it. */
async function withCheckpoints({ logProofs }: SubsidiesParts, claim: ClaimView): Promise<ClaimOfFile> {
  const steps = claim.steps.map(async (step) => {
    if (step.evidence === undefined) return step;
    const checkpoint = await noteOf(logProofs, step.evidence.size);
    return { ...step, ...(checkpoint !== undefined && { checkpoint }) };
  });
  return { ...claim, steps: await Promise.all(steps) };
}

/** Witnesses beyond the ledger that were named since have not signed what is older. */
async function noteOf(logProofs: SubsidiesParts['logProofs'], size: number): Promise<string | undefined> {
  try {
    return (await logProofs.witnessed(size)).note;
  } catch (error) {
    if (error instanceof HanlianError && error.code === 'CHECKPOINT_UNKNOWN') return undefined;
    throw error;
  }
}
