import {
  HanlianError,
  type Basis,
  type CertificateInput,
  type LicenseRecord,
  type ValidityRule,
} from '@hanlian/chaincode/domain';
import { random16 } from '../../storage/random.js';
import type { ActPlan, ActRequest } from './act.js';
import { checkContent, draftOf } from './issue.js';
import type { LicenseParts } from './parts.js';
import { sealBatch, type People } from './sealing.js';
import { endBy, periodOf } from './validity.js';

const LAST_VERSION = 999;

/** `amend` and `renew`: the next version, sealed as a batch of one. The answer names the new version. */
export async function planReplacement(
  parts: LicenseParts,
  people: People,
  { operation, reference, found }: ActRequest,
  certificate: Omit<CertificateInput, 'serial'>,
  act: { readonly effectiveAt: number; readonly basis: Basis },
): Promise<ActPlan> {
  const kind = operation === 'renew' ? 'renew' : 'amend';
  const type = parts.registry.type(reference.type);
  const end =
    kind === 'amend' ? amendedEnd(type.validity, found.record) : endBy(type.validity, act.effectiveAt);
  const validity = periodOf(act.effectiveAt, end, certificate.effectiveTo, 'certificate');
  const content = { ...checkContent(type, certificate, 'certificate'), validity };
  const next = draftOf({ ...reference, version: nextVersion(reference.version) }, content);
  const { opening, leaves, documents, change } = await sealBatch(
    parts,
    { ...people, batch: random16(parts.random), kind, type, issuer: reference.issuer, basis: act.basis },
    [next],
  );
  return {
    argument: { ...act, opening, leaf: leaves[0] },
    answer: { id: next.content.id, operation, state: '01', revision: 0 },
    changes: [...documents.map(({ put }) => put), change],
    first: Promise.all(documents.map(({ durable }) => durable)),
  };
}

/** An amendment does not prolong: where the rule fixes the period, the old end stays. */
const amendedEnd = (rule: ValidityRule, { u }: LicenseRecord): number | null | 'given' =>
  rule.kind === 'range' ? 'given' : (u ?? null);

function nextVersion(version: string): string {
  const next = Number(version) + 1;
  if (next > LAST_VERSION) {
    throw new HanlianError('FIELD_INVALID', 'The serial has no version left; issue under a new one', {
      field: 'id',
      expected: `at most ${LAST_VERSION} versions`,
    });
  }
  return String(next).padStart(3, '0');
}
