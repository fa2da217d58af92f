import {
  endBy,
  nextVersion,
  type Basis,
  type CertificateInput,
  type Operation,
} from '@hanlian/chaincode/domain';
import { random16 } from '../../storage/random.js';
import type { ActPlan, ActRequest } from './act-plan.js';
import { checkContent } from './checking.js';
import { draftOf } from './drafts.js';
import type { CheckedContent } from './new-batch.js';
import type { LicenseParts } from './parts.js';
import { sealBatch, type People } from './sealing.js';
import { periodOf } from './validity.js';

/** What the new version says, checked against its type. */
export function replacementContent(
  parts: LicenseParts,
  { operation, reference, found }: ActRequest,
  certificate: Omit<CertificateInput, 'serial'>,
  effectiveAt: number,
): CheckedContent {
  const type = parts.registry.type(reference.type);
  const end = endBy(type.validity, kindOf(operation), effectiveAt, found.record.u);
  const validity = periodOf(effectiveAt, end, certificate.effectiveTo, 'certificate');
  return { ...checkContent(type, certificate, 'certificate'), validity };
}

const kindOf = (operation: Operation): 'amend' | 'renew' => (operation === 'renew' ? 'renew' : 'amend');

/** `amend` and `renew`: the next version, sealed as a batch of one. The answer names the new version. */
export async function planReplacement(
  parts: LicenseParts,
  people: People,
  request: ActRequest,
  certificate: Omit<CertificateInput, 'serial'>,
  act: { readonly effectiveAt: number; readonly basis: Basis },
): Promise<ActPlan> {
  const { operation, reference } = request;
  const kind = kindOf(operation);
  const type = parts.registry.type(reference.type);
  const content = replacementContent(parts, request, certificate, act.effectiveAt);
  const next = draftOf({ ...reference, version: nextVersion(reference.version) }, content);
  const { opening, leaves, documents, changes } = await sealBatch(
    parts,
    { ...people, batch: random16(parts.random), kind, type, issuer: reference.issuer, basis: act.basis },
    [next],
  );
  return {
    argument: { ...act, opening, leaf: leaves[0] },
    answer: { id: next.content.id, operation, state: '01', revision: 0 },
    changes: [...documents.map(({ put }) => put), ...changes],
    first: Promise.all(documents.map(({ durable }) => durable)),
  };
}
