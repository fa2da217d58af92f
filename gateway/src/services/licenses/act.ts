import {
  actStatementOf,
  canonicalize,
  HanlianError,
  LIFECYCLE,
  statementBytes,
  type ActAnswer,
  type Basis,
  type Operation,
} from '@hanlian/chaincode/domain';
import type { HolderRef } from '../../documents/holder-keys.js';
import type { Plan } from '../../outbox/requests.js';
import { random16 } from '../../storage/random.js';
import { prepareBasis } from '../basis.js';
import { readMoment } from '../moments.js';
import type { ActBody, Idempotency, OrSigning } from '../types.js';
import type { ActRequest } from './act-plan.js';
import { requireInCharge } from './document.js';
import { findLicense, referenceOf } from './find.js';
import type { LicenseParts } from './parts.js';
import { planReplacement } from './replacement.js';
import type { People } from './sealing.js';
import { decodeEvidence, documentName } from './stored.js';

/** Does one of the operations of the life cycle on a certificate. */
export async function act(
  parts: LicenseParts,
  people: People,
  { operation, id, body }: { operation: Operation; id: string; body: ActBody },
  once: Idempotency,
): Promise<OrSigning<ActAnswer>> {
  const plan = async (): Promise<Plan> => {
    await parts.caughtUp();
    const reference = referenceOf(id);
    const found = await findLicense(parts.model, reference);
    // The contract decides; asked here, a stranger learns nothing from how its content is judged.
    requireInCharge(parts, reference.issuer, people.caller.department);
    return planAct(parts, people, { operation, id, body, reference, found });
  };
  return parts.requests.write(people.caller.id, once, plan);
}

async function planAct(parts: LicenseParts, people: People, request: ActRequest): Promise<Plan> {
  const { operation, reference, found, body, id } = request;
  const { basis, text } = prepareBasis(
    parts,
    body.basis,
    holdersOf(parts, documentName(id, found.record.b), people),
  );
  const common = {
    v: 1 as const,
    intent: random16(parts.random),
    ...reference,
    expectedRevision: body.expectedRevision ?? found.record.r ?? 0,
    effectiveAt: effectiveAtOf(body) ?? parts.now(),
    basis,
    ...extrasOf(operation, body, basis),
    person: people.caller.person,
  };
  const { twoPerson } = parts.registry.type(reference.type);
  const statement = statementBytes(actStatementOf(operation, common));
  const signed = {
    ...common,
    ...(twoPerson && { twoPeople: await parts.officers.sign(statement, people.caller, people.reviewer) }),
  };
  const { argument, answer, changes, first } =
    'certificate' in body
      ? await planReplacement(parts, people, request, body.certificate, signed)
      : {
          argument: signed,
          answer: { id, operation, state: LIFECYCLE[operation].to, revision: common.expectedRevision + 1 },
          changes: [],
          first: undefined,
        };
  return {
    job: {
      v: 1,
      id: random16(parts.random),
      signatory: people.caller.identity,
      steps: [{ function: `license:${operation}`, argument: canonicalize(argument) }],
      answer,
      ids: 'transactionId',
    },
    changes: [text.put, ...changes],
    first: Promise.all([text.durable, first]),
  };
}

/** A new version takes effect when it begins; where both are given, the contract compares them. */
export function effectiveAtOf(body: ActBody): number | undefined {
  const { effectiveAt } = body;
  if (effectiveAt !== undefined) return readMoment(effectiveAt, 'start', 'effectiveAt');
  const from = 'certificate' in body ? body.certificate.effectiveFrom : undefined;
  return from === undefined ? undefined : readMoment(from, 'start', 'certificate.effectiveFrom');
}

/** The end of a suspension. */
export const untilOf = (body: ActBody): number | undefined =>
  'until' in body && body.until !== undefined ? readMoment(body.until, 'end', 'until') : undefined;

/** The fields that only one operation has. */
function extrasOf(operation: Operation, body: ActBody, basis: Basis): object {
  const until = untilOf(body);
  if (until !== undefined) return { until };
  if ('destination' in body) return { destination: body.destination };
  if ('receipt' in body) return { receipt: body.receipt };
  if ('passed' in body) {
    const { passed, nextDue } = body;
    return { passed, ...(nextDue !== undefined && { nextDue: readMoment(nextDue, 'end', 'nextDue') }) };
  }
  // The text that must accompany 其他 is the decision's own.
  return operation === 'other' ? { description: basis.digest } : {};
}

/** Whose key the decision's text goes under: the holders', where this hub knows them, else the department's own. */
function holdersOf({ documents }: LicenseParts, name: string, { caller }: People): readonly HolderRef[] {
  const department = { typeCode: '001', code: caller.department };
  try {
    const { holder } = decodeEvidence(documents.read(name));
    return 'holders' in holder ? holder.holders : [department];
  } catch (error) {
    if (error instanceof HanlianError && FORGOTTEN.has(error.code)) return [department];
    throw error;
  }
}

const FORGOTTEN: ReadonlySet<string> = new Set(['NOT_FOUND', 'DOCUMENT_ERASED']);
