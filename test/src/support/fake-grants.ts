import { HanlianError, type GrantView, type LeaseView } from '@hanlian/chaincode/domain';
import type { Services } from '@hanlian/gateway/services/types';
import { DIGEST, ISSUER, later, pageOf, RANDOM, type Once } from './fake-parts.js';

const AT = '2026-03-06T00:00:00Z';
const REQUESTER = '91350100M000100Y43';
const rule = { name: 'sharing-deadlines', since: AT, clause: '示例' };

const GRANT: GrantView = {
  id: RANDOM,
  state: 'requested',
  revision: 0,
  demand: { department: REQUESTER, id: 'D1' },
  requester: REQUESTER,
  provider: ISSUER,
  resource: '307001/1',
  resourceRevision: 0,
  kind: 'sharing',
  fields: ['name'],
  purpose: '核验企业主体资格',
  matter: '建筑业企业资质核准',
  basis: { law: '行政许可法第三十四条', digest: DIGEST },
  recipients: [REQUESTER],
  since: AT,
  until: AT,
  quota: { limit: 2000, per: 'day', lease: 100 },
  rate: 600,
  networks: ['10.12.0.0/16'],
  mode: 'query',
  keepDays: 30,
  agreement: DIGEST,
  visibility: { class: 'now', rule },
  clock: { waitsFor: 'provider', since: AT, due: '2026-03-20', workingDaysLeft: 10, overdue: false, rule },
  history: [{ act: 'request', by: REQUESTER, person: 'OFFICER1', at: AT, transactionId: 'tx-1' }],
};

const LEASE: LeaseView = {
  window: '2026-03-06',
  index: 1,
  size: 100,
  by: ISSUER,
  grantRevision: 1,
  at: AT,
  transactionId: 'tx-1',
};

/** One request for data. */
export function fakeGrants(once: Once): Services['grants'] {
  const found = (id: string): GrantView => {
    if (id === RANDOM) return GRANT;
    throw new HanlianError('GRANT_UNKNOWN', 'There is no such grant');
  };
  return {
    request: (caller, _input, key) =>
      later(() => once.do(caller, key, () => ({ ...GRANT, transactionId: 'tx-1' }))),
    act: (caller, _operation, id, { expectedRevision = 0 }, key) =>
      later(() =>
        once.do(caller, key, () => {
          const grant = found(id);
          if (expectedRevision !== 0) throw new HanlianError('STALE', 'The grant has changed since');
          return { ...grant, revision: 1, transactionId: 'tx-1' };
        }),
      ),
    get: (_caller, id) => later(() => found(id)),
    list: (_caller, { limit, cursor }) => Promise.resolve(pageOf([GRANT], limit, cursor)),
    leases: (_caller, id, { limit, cursor }) =>
      later(() => {
        found(id);
        return pageOf([LEASE], limit, cursor);
      }),
    check: (_caller, id) =>
      later(() => ({
        id: found(id).id,
        at: AT,
        revision: 0,
        height: 1,
        covered: false,
        bar: 'GRANT_NOT_GIVEN',
      })),
  };
}
