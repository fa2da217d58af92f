import type { ImportInput, IssueAnswer, IssueInput, TransferInInput } from '@hanlian/chaincode/domain';
import type { Plan } from '../../outbox/requests.js';
import { random16 } from '../../storage/random.js';
import { prepareBasis } from '../basis.js';
import type { Idempotency, OrSigning } from '../types.js';
import { batchJob } from './batch-job.js';
import { checkBatch, type NewBatch } from './checking.js';
import { draftAll } from './drafts.js';
import type { LicenseParts } from './parts.js';
import type { Take } from './serials-at-work.js';
import { sealBatch, type People } from './sealing.js';

/** Issues one certificate, or a batch under one seal. */
export const issue = (
  parts: LicenseParts,
  people: People,
  input: IssueInput,
  once: Idempotency,
): Promise<OrSigning<IssueAnswer>> => beginBatch(parts, people, { kind: 'issue', ...input }, once);

/** Takes in certificates that existed before the hub. */
export const importStock = (
  parts: LicenseParts,
  people: People,
  input: ImportInput,
  once: Idempotency,
): Promise<OrSigning<IssueAnswer>> => beginBatch(parts, people, { kind: 'import', ...input }, once);

/** Takes in a certificate that another region has given over. */
export const transferIn = (
  parts: LicenseParts,
  people: People,
  { certificate, ...input }: TransferInInput,
  once: Idempotency,
): Promise<OrSigning<IssueAnswer>> =>
  beginBatch(parts, people, { kind: 'transferIn', ...input, certificates: [certificate] }, once);

/** Carries out any of the three. */
export async function beginBatch(
  parts: LicenseParts,
  people: People,
  batch: NewBatch,
  once: Idempotency,
): Promise<OrSigning<IssueAnswer>> {
  return parts.serials.during((take) =>
    parts.requests.write(people.caller.id, once, () => planBatch(parts, people, batch, take)),
  );
}

async function planBatch(parts: LicenseParts, people: People, input: NewBatch, take: Take): Promise<Plan> {
  const { kind } = input;
  const { department: issuer, identity } = people.caller;
  const type = parts.registry.type(input.type);
  const checked = await checkBatch(parts, type, issuer, input, take);
  const drafted = await draftAll(parts.random, { type: type.code, issuer }, checked);
  const { basis, text } = prepareBasis(parts, input.basis, [{ typeCode: '001', code: issuer }]);
  const plan = { ...people, batch: random16(parts.random), kind, type, issuer, basis };
  const sealed = await sealBatch(parts, plan, drafted.drafts);
  const origins = checked.flatMap(({ origin }) => (origin === undefined ? [] : [origin]));
  const stored = [...sealed.documents, ...origins, text];
  return {
    job: batchJob(parts.random, identity, sealed, drafted),
    changes: [...stored.map(({ put }) => put), ...sealed.changes],
    first: Promise.all(stored.map(({ durable }) => durable)),
  };
}
