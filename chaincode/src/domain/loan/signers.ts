import type { ProvenRegistry } from '../proven-registry.js';
import type { LoanStep } from '../schemas/loan-records.js';
import type { ClaimStep } from '../schemas/subsidy.js';
import { requireNotAhead } from '../sharing/consent.js';
import { requireSignedBy, type SignatureVerifier } from '../sharing/signer.js';
import { signedBytes, type Signed } from '../signed.js';
import { HanlianError } from '../errors/index.js';
import { requireTwoOfficers } from '../two-people.js';
import { CLAIM_LIFECYCLE, LOAN_LIFECYCLE } from './lifecycle.js';

/** Who must have signed. */
export interface Signer {
  readonly organisation: string;
  /** An enterprise signs for itself; a bank or an office may have been succeeded. */
  readonly kind: 'enterprise' | 'department';
  readonly twoPeople?: boolean | undefined;
}

type SignedStatement = Signed<{ readonly key: string; readonly issuedAt: number }>;

/** Who signs an application, or an act on what it became. */
export function signerOfLoan(
  act: LoanStep['act'],
  { enterprise, bank }: { readonly enterprise: string; readonly bank: string },
): Signer {
  const { by, twoPeople } = act === 'apply' ? { by: 'enterprise' } : LOAN_LIFECYCLE[act];
  return by === 'enterprise'
    ? { organisation: enterprise, kind: 'enterprise', twoPeople }
    : { organisation: bank, kind: 'department', twoPeople };
}

/** Who signs a claim of subsidy, or an act on it. */
export function signerOfClaim(
  act: ClaimStep['act'],
  { bank, office }: { readonly bank: string; readonly office: string },
): Signer {
  const { by, twoPeople } = act === 'claim' ? { by: 'bank' } : CLAIM_LIFECYCLE[act];
  return { organisation: by === 'bank' ? bank : office, kind: 'department', twoPeople };
}

const nameOf = (registry: ProvenRegistry, { organisation, kind }: Signer, at: number): string =>
  kind === 'enterprise' ? organisation : registry.inCharge(organisation, at).code;

/**
 * Whoever must have signed has, by its own key and not ahead of its time. A department that has been succeeded signs no
 * more; who succeeded it does. Who it is stands on the channel for nobody: what the proofs lack only that organisation
 * itself is told, and whoever else signs is refused alike, whatever it shows or leaves out.
 *
 * @throws {HanlianError} STATEMENT_OUT_OF_TIME, SIGNATURE_INVALID, HOLDER_KEY_NOT_BOUND, DEPARTMENT_NOT_IN_FORCE, MAP_PROOF_*
 */
export function requireSignature(
  verify: SignatureVerifier,
  registry: ProvenRegistry,
  { statement, signature }: SignedStatement,
  { signer, at }: { readonly signer: Signer; readonly at: number },
): void {
  requireNotAhead(statement.issuedAt, at);
  const key = registry.holderKey(statement.key);
  const said = { bytes: signedBytes(statement), signature };
  const requireBy = (organisation: string): void => {
    requireSignedBy(verify, key, said, { organisation, at });
  };
  let name: string;
  try {
    name = nameOf(registry, signer, at);
  } catch (error) {
    requireBy(signer.organisation);
    throw error;
  }
  requireBy(name);
}

/**
 * Where two people decide, two of the signer's officers have signed the same bytes; and wherever two have signed, they are.
 *
 * @throws {HanlianError} SECOND_PERSON_MISSING, SAME_PERSON_TWICE, SIGNATURE_INVALID, MAP_PROOF_*
 */
export async function requirePeople(
  verify: SignatureVerifier,
  registry: ProvenRegistry,
  { statement, twoPeople }: SignedStatement,
  { signer, at }: { readonly signer: Signer; readonly at: number },
): Promise<void> {
  if (twoPeople !== undefined) {
    const name = nameOf(registry, signer, at);
    const keyOf = (officer: string): ReturnType<ProvenRegistry['officerKey']> =>
      registry.officerKey(name, officer);
    await requireTwoOfficers(verify, twoPeople, signedBytes(statement), keyOf, at);
  } else if (signer.twoPeople === true) {
    throw new HanlianError('SECOND_PERSON_MISSING', 'Two people decide this', { field: 'twoPeople' });
  }
}
