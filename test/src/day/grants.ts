import type { JsonObject } from '@hanlian/chaincode/domain';
import { random32 } from '../support/contracts/people.js';
import { codeOf, CUSTOMERS, type Office } from './offices.js';

export const WORDS = { purpose: '核验企业主体资格', matter: '建筑业企业资质核准' } as const;
export const LAW = '政务数据共享条例';
const DAY = 86_400;
const HOUR = 3_600;

/** A resource of the day, shared with conditions or without. */
export interface Shared {
  readonly n: number;
  readonly code: string;
  readonly provider: Office;
}

/** One department's right to another's data on that day. */
export interface Given {
  readonly n: number;
  readonly id: string;
  readonly resource: Shared;
  readonly requester: Office;
  readonly fields: readonly string[];
}

export const isConditional = ({ n }: Pick<Shared, 'n'>): boolean => n % 5 === 4;

/** Somebody has to decide on these. */
export const isDecided = ({ resource, requester }: Given): boolean =>
  isConditional(resource) || requester.kind === 'operator';

/** After the second hour of the day they cover nothing any more. */
export const LAST_HOUR = 2;
export const endsEarly = ({ n }: Given): boolean => n % 24 === 3;

/** Their provider withdraws them at noon. */
export const NOON = 12;
export const isWithdrawn = (given: Given): boolean => given.n % 40 === 7 && !endsEarly(given);

export const perOf = (given: Given): 'day' | 'month' | 'term' =>
  endsEarly(given) ? 'term' : (['day', 'month', 'term'] as const)[given.n % 3]!;

/** Small enough that most grants need several in a day. */
const LEASE = { day: 50, month: 500, term: 20_000 } as const;
const MODES = ['query', 'view', 'store', 'stream'] as const;

/** What a department asks for, on the evening before the day. */
export function requestOf(given: Given, start: number, agreement: string): JsonObject {
  const { n, id, requester, fields } = given;
  const per = perOf(given);
  return {
    id,
    demand: { department: requester.code, id: `D${n}` },
    person: `D${1000 + requester.n}`,
    kind: requester.kind === 'operator' ? 'operation' : 'sharing',
    fields: [...fields],
    ...WORDS,
    basis: { law: LAW, digest: random32() },
    recipients: [requester.code],
    ...(requester.kind === 'operator' && { onwardRecipients: CUSTOMERS.map(codeOf) }),
    since: start - DAY,
    until: endsEarly(given) ? start + LAST_HOUR * HOUR : start + 30 * DAY,
    quota: { limit: 1_000_000 / (per === 'day' ? 10 : 1), per, lease: LEASE[per] },
    rate: 1_000_000,
    networks: n % 2 === 0 ? ['127.0.0.0/8'] : ['127.0.0.1/32', '10.0.0.0/8'],
    mode: MODES[n % MODES.length]!,
    keepDays: n % 90,
    agreement,
  };
}

/** What a provider's clerk says of a grant, in whatever act. */
export const actBy = ({ id, resource: { provider } }: Given, expectedRevision: number): JsonObject => ({
  id,
  person: `D${1000 + provider.n}`,
  basis: { law: LAW, digest: random32() },
  expectedRevision,
});
