import { createHash } from 'node:crypto';
import {
  HanlianError,
  type ActAnswer,
  type BasisInput,
  type IssueAnswer,
  type StateCode,
} from '@hanlian/chaincode/domain';
import type { Hub } from '@hanlian/gateway/hub-types';
import { CALLERS } from '@hanlian/gateway/seed/callers';
import { Choices, enterprise } from '@hanlian/gateway/seed/generate';
import { TYPES } from '@hanlian/gateway/seed/types';
import { act } from '@hanlian/gateway/services/licenses/act';
import { issue } from '@hanlian/gateway/services/licenses/issue';
import type { Caller } from '@hanlian/gateway/services/types';
import { setTimeout as pause } from 'node:timers/promises';

/** A write that a user asks for, told so that it can be asked again. */
export type Request =
  | { readonly key: string; readonly kind: 'issue'; readonly holders: readonly number[] }
  | { readonly key: string; readonly kind: 'act'; readonly operation: Act; readonly id: string };

/** Acts that can follow each other for ever. */
export type Act = 'suspend' | 'reinstate' | 'inspect';

/** A certificate as an answer told of it. */
export interface Certificate {
  readonly id: string;
  readonly revision: number;
  readonly state: StateCode;
}

/** What an answer said: the certificates it issued, or the one it changed; and its words, to compare a replay with. */
export interface Acknowledgement {
  readonly request: Request;
  readonly certificates: readonly Certificate[];
  readonly text: string;
}

const TYPE = TYPES.foodBusiness;
const BASIS: BasisInput = { law: '食品安全法第三十五条', document: '示例许〔2026〕3号' };
export const VALID: StateCode = '01';
const BUSY_PAUSE_MS = 5;

/** The clerk who asks for everything. */
export function clerkOf({ administration }: Hub): Caller {
  const id = CALLERS.find(({ role, department }) => role === 'clerk' && department.code === TYPE.issuer)?.id;
  const caller = id === undefined ? undefined : administration.callers.find(id);
  if (caller === undefined) throw new Error('the clerk is not registered');
  return caller;
}

/** Asks, and asks again while the hub says that the request is still at work: it takes up what a crash interrupted. */
export async function ask(hub: Hub, caller: Caller, request: Request): Promise<Acknowledgement> {
  for (;;) {
    try {
      return await askOnce(hub, caller, request);
    } catch (error) {
      if (!(error instanceof HanlianError) || error.code !== 'IDEMPOTENCY_IN_PROGRESS') throw error;
      await pause(BUSY_PAUSE_MS);
    }
  }
}

async function askOnce(
  { administration: { licenses } }: Hub,
  caller: Caller,
  request: Request,
): Promise<Acknowledgement> {
  const { key } = request;
  const bodyDigest = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  const once = { key, bodyDigest };
  if (request.kind === 'issue') {
    const certificates = request.holders.map(certificateInput);
    const batch = { type: TYPE.code, basis: BASIS, certificates };
    const answer = (await issue(licenses, { caller }, batch, once)) as IssueAnswer;
    const issued = answer.certificates.map(({ id }) => ({ id, revision: 0, state: VALID }));
    return { request, certificates: issued, text: JSON.stringify(answer) };
  }
  const { operation, id } = request;
  const body = { basis: BASIS, ...(operation === 'inspect' && { passed: true }) };
  const answer = (await act(licenses, { caller }, { operation, id, body }, once)) as ActAnswer;
  const { revision, state } = answer;
  return { request, certificates: [{ id, revision, state }], text: JSON.stringify(answer) };
}

function certificateInput(number: number): {
  holders: ReturnType<typeof enterprise>[];
  fields: Record<string, string>;
} {
  const holder = enterprise(new Choices(number), number);
  const premises = `示例路${number}号`;
  return { holders: [holder], fields: { unitName: holder.name, unitCode: holder.code, premises } };
}
