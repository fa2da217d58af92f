import {
  canonicalize,
  type GrantActAnswer,
  type GrantActInput,
  type GrantDecisionInput,
  type GrantInput,
  type GrantQuota,
  type JsonObject,
} from '@hanlian/chaincode/domain';
import { omit } from '../../omit.js';
import type { Plan } from '../../outbox/requests.js';
import { random16 } from '../../storage/random.js';
import { prepareBasis } from '../basis.js';
import { holderOf } from '../credit/bodies.js';
import type { GrantOperation } from '../grant-services.js';
import { readMoment } from '../moments.js';
import type { Caller, Idempotency, OrSigning } from '../types.js';
import type { GrantParts } from './parts.js';
import { getGrant, grantOf } from './read.js';

/** What a write says to the contract, and which text stays with the department. */
interface Said {
  readonly argument: JsonObject;
  readonly texts: readonly ReturnType<typeof prepareBasis>['text'][];
  readonly answer: { readonly id: string };
}

/** Where a grant stands that was written, and by which transaction. */
interface Written {
  readonly id: string;
  readonly transactionId: string;
}

function write(
  parts: GrantParts,
  caller: Caller,
  operation: string,
  once: Idempotency,
  say: () => Said,
): Promise<OrSigning<GrantActAnswer>> {
  const plan = async (): Promise<Plan> => {
    await parts.caughtUp();
    const { argument, texts, answer } = say();
    const said = canonicalize({ v: 1, intent: random16(parts.random), ...argument });
    return {
      job: {
        v: 1,
        id: random16(parts.random),
        signatory: caller.identity,
        steps: [{ function: `sharing:${operation}`, argument: said }],
        answer: { ...answer },
        ids: 'transactionId',
      },
      changes: texts.map(({ put }) => put),
      first: Promise.all(texts.map(({ durable }) => durable)),
    };
  };
  return parts.requests.write(caller.id, once, plan, async ({ id, transactionId }: Written) => ({
    ...(await getGrant(parts, id)),
    transactionId,
  }));
}

/** A twentieth of the limit at a time: a hub that stops half way loses no more of it. */
const LEASES = 20;

const quotaOf = ({ limit, per, lease = Math.ceil(limit / LEASES) }: GrantInput['quota']): GrantQuota => ({
  limit,
  per,
  lease,
});

/** On what a request rests: a consent by its id, or a law, with the decision's text kept back. */
function requestBasis(
  parts: GrantParts,
  { department }: Caller,
  input: GrantInput['basis'],
): { readonly basis: JsonObject; readonly texts: Said['texts'] } {
  if ('consent' in input) return { basis: input, texts: [] };
  const { basis, text } = prepareBasis(parts, input, [holderOf(department)]);
  return { basis, texts: [text] };
}

export const requestGrant = (
  parts: GrantParts,
  caller: Caller,
  input: GrantInput,
  once: Idempotency,
): Promise<OrSigning<GrantActAnswer>> =>
  write(parts, caller, 'requestGrant', once, () => {
    const { demand, department = caller.department, recipients = [department] } = input;
    const { basis, texts } = requestBasis(parts, caller, input.basis);
    const id = random16(parts.random);
    const argument = {
      ...omit(input, 'department'),
      id,
      demand: { department, id: demand },
      basis,
      recipients,
      person: caller.person,
      since: readMoment(input.since, 'start', 'since'),
      until: readMoment(input.until, 'end', 'until'),
      quota: quotaOf(input.quota),
    };
    return { argument: argument, texts, answer: { id } };
  });

export const actOnGrant = (
  parts: GrantParts,
  caller: Caller,
  operation: GrantOperation,
  id: string,
  { basis: input, expectedRevision, ...said }: GrantActInput | GrantDecisionInput,
  once: Idempotency,
): Promise<OrSigning<GrantActAnswer>> =>
  write(parts, caller, operation, once, () => {
    const { revision } = grantOf(parts.model, id);
    const { basis, text } = prepareBasis(parts, input, [holderOf(caller.department)]);
    const argument = {
      ...said,
      id,
      basis,
      person: caller.person,
      expectedRevision: expectedRevision ?? revision,
    };
    return { argument, texts: [text], answer: { id } };
  });
