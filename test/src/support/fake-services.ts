import { scopesOf } from '@hanlian/chaincode/domain';
import type { Role } from '@hanlian/chaincode/domain';
import { fakeDeployed } from './fake-deployed.js';
import { ACT, BLOCK, EVENT, TRANSACTION } from './fake-blocks.js';
import { withFaults, type Faults } from './fake-faults.js';
import { fakeLicenses } from './fake-licenses.js';
import { fakeRegistry } from './fake-registry.js';
import { offlineFakes } from './fake-offline.js';
import { fakeCatalogue } from './fake-catalogue.js';
import { fakeCredit } from './fake-credit.js';
import { fakeJobs, oneLine } from './fake-jobs.js';
import { fakeGrants } from './fake-grants.js';
import { fakeLoans } from './fake-loans.js';
import { fakeConsents, fakeExchange } from './fake-consents.js';
import { fakeFindings, fakeOwnAccesses, KPI } from './fake-findings.js';
import { fakeReseals } from './fake-reseals.js';
import { ISSUER, later, Once, pageOf, TYPE } from './fake-parts.js';
import { RECORDS } from './fake-records.js';
import { CALLER, CREDENTIAL, credentialOf, rosterEntry, SIGNING, signingOf } from './fake-callers.js';
import { fakeWebhooks } from './fake-webhooks.js';
import type { Caller, Services } from '@hanlian/gateway/services/types';
import { fakeOnward } from './fake-onward.js';
import { fakeQueries } from './fake-queries.js';
import { fakeStatistics, fakeSubsidy } from './fake-subsidy.js';
import { fakePki } from './fake-pki.js';
import { FOUND } from './fake-vitals.js';

export { ISSUER, RECORDS, TYPE };
export type { Faults };

const callerOf = (id: string, role: Role): Caller => ({
  id,
  name: id,
  role,
  organisation: 'bureau',
  mspId: 'BureauMSP',
  department: ISSUER,
  person: 'OFFICER1',
  scopes: scopesOf(role),
  identity: id,
});

const CALLERS: readonly Caller[] = [
  callerOf('clerk', 'clerk'),
  callerOf('auditor', 'auditor'),
  callerOf('registrar', 'registrar'),
  callerOf('operator', 'operator'),
  callerOf('officer', 'officer'),
  { ...callerOf('nobody', 'officer'), scopes: new Set() },
];

/**
 * A hub small enough to read: certificates in a map, the real life cycle, the real scopes. It stands in for the
 * services where the HTTP layer alone is tested. Its callers' keys are their names.
 */
export function fakeServices(): Services & Faults {
  const once = new Once();

  const { historyOf, ...ofLicenses } = fakeLicenses(once);
  return withFaults({
    ...ofLicenses,
    pki: fakePki(),
    catalogue: fakeCatalogue(once),
    credit: fakeCredit(once),
    grants: fakeGrants(once),
    subsidy: fakeSubsidy(once),
    loans: fakeLoans(once),
    loanStatistics: fakeStatistics,
    events: {
      read: (_caller, { after }) => Promise.resolve({ items: after === '0' ? [EVENT] : [], position: '1' }),
    },
    registry: fakeRegistry(once),
    ...fakeDeployed(once),
    webhooks: fakeWebhooks(once),
    jobs: fakeJobs(once),
    reseals: fakeReseals(once),
    consents: fakeConsents(),
    exchange: fakeExchange(once),
    queries: fakeQueries(),
    onward: fakeOnward(),
    audit: {
      license: (_caller, id) => later(() => ({ ...historyOf(id), transactions: [TRANSACTION] })),
      acts: (_caller, { limit }) => Promise.resolve(pageOf([ACT], limit)),
      export: () => Promise.resolve(`${JSON.stringify(ACT)}\n`),
      sharingLedger: () =>
        Promise.resolve({
          media: 'application/x-ndjson',
          name: 'sharing-ledger-1.jsonl',
          content: oneLine(),
        }),
      accesses: () => Promise.resolve({ items: [] }),
      kpi: () => Promise.resolve(KPI),
    },
    findings: fakeFindings(once),
    ownAccesses: fakeOwnAccesses(),
    ledger: {
      block: (number) => Promise.resolve(number === 1 ? BLOCK : undefined),
      transaction: (id) => Promise.resolve(id === 'tx-1' ? TRANSACTION : undefined),
      height: () => Promise.resolve(2),
    },
    callers: {
      authenticate: ({ bearer }) => Promise.resolve(CALLERS.find(({ id }) => id === bearer)),
      confirm: (caller) => caller,
    },
    signings: {
      hold: (caller, _input, key) =>
        later(() => once.do(caller, key, () => ({ identity: 'x', mspId: 'BureauMSP', certificate: 'PEM' }))),
      list: () => Promise.resolve([SIGNING]),
      get: (_caller, id) => later(() => signingOf(id)),
      sign: (_caller, id) => later(() => signingOf(id)),
      cancel: (_caller, id) => later(() => signingOf(id)),
    },
    credentials: {
      list: (_caller, { limit }) => Promise.resolve(pageOf([CREDENTIAL], limit)),
      get: (_caller, id) => later(() => credentialOf(id)),
      create: (caller, _input, key) => later(() => once.do(caller, key, () => CREDENTIAL)),
      rotate: (caller, id, _input, key) => later(() => once.do(caller, key, () => credentialOf(id))),
      expire: (caller, id, _input, key) => later(() => once.do(caller, key, () => credentialOf(id))),
      revoke: (caller, id, _input, key) => later(() => once.do(caller, key, () => credentialOf(id))),
    },
    roster: {
      list: ({ limit }) => Promise.resolve(pageOf([CALLER], limit)),
      get: (id) => later(() => rosterEntry(id)),
      create: (caller, _input, key) => later(() => once.do(caller, key, () => CALLER)),
      change: (caller, id, _change, key) => later(() => once.do(caller, key, () => rosterEntry(id))),
      disable: (caller, id, key) => later(() => once.do(caller, key, () => rosterEntry(id))),
    },
    ...offlineFakes,
    health: {
      ready: () => Promise.resolve({ ready: true, reasons: [], height: 2, projected: 2 }),
      look: () => Promise.resolve({ found: FOUND, conditions: [] }),
      endings: () => Promise.resolve([{ kind: 'root', name: 'root', until: 2_000_000_000 }]),
    },
  });
}
