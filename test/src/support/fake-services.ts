import { Readable } from 'node:stream';
import {
  HanlianError,
  LIFECYCLE,
  formatCertificateIdentifier,
  isErrorCode,
  parseCertificateIdentifier,
  requireCode,
  scopesOf,
} from '@hanlian/chaincode/domain';
import type {
  ActAnswer,
  AuditEntry,
  DeployedCert,
  FeedEvent,
  HistoryAnswer,
  InterfaceAccess,
  InterfaceUse,
  IssueAnswer,
  LicenseAnswer,
  RegistryAnswer,
  Role,
  TaskAnswer,
  StateAnswer,
} from '@hanlian/chaincode/domain';
import { offlineFakes } from './fake-offline.js';
import { LedgerError, type Block, type CommittedTransaction } from '@hanlian/gateway/ledger/port';
import { fakeCatalogue } from './fake-catalogue.js';
import { fakeCredit } from './fake-credit.js';
import { fakeJobs, oneLine } from './fake-jobs.js';
import { fakeGrants } from './fake-grants.js';
import { fakeLoans } from './fake-loans.js';
import { fakeConsents, fakeExchange } from './fake-consents.js';
import { fakeFindings, fakeOwnAccesses, KPI } from './fake-findings.js';
import { fakeReseals } from './fake-reseals.js';
import { DIGEST, ISSUER, later, NOON, Once, pageOf, RANDOM, TYPE } from './fake-parts.js';
import { RECORDS } from './fake-records.js';
import { CALLER, CREDENTIAL, credentialOf, rosterEntry, SIGNING, signingOf } from './fake-callers.js';
import { fakeWebhooks } from './fake-webhooks.js';
import type { Caller, Idempotency, Records, Reference, Services } from '@hanlian/gateway/services/types';
import { fakeOnward } from './fake-onward.js';
import { fakeQueries } from './fake-queries.js';
import { fakeStatistics, fakeSubsidy } from './fake-subsidy.js';
import { fakePki } from './fake-pki.js';
import { FOUND } from './fake-vitals.js';

export { ISSUER, RECORDS, TYPE };

/** A type that asks for two people. */
const FOR_TWO = '11100000MB0143028R011';

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

/** Whether a record is the one a reference or an address names. */
const isNamed = (record: object, names: object): boolean =>
  Object.entries(names).every(
    ([name, value]) => name === 'kind' || (record as Readonly<Record<string, unknown>>)[name] === value,
  );

const TRANSACTION: CommittedTransaction = {
  transactionId: 'tx-1',
  block: 1,
  index: 0,
  code: 'VALID',
  timestamp: '2026-11-20T04:00:00.000Z',
  creator: { mspId: 'BureauMSP', certificate: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n' },
  chaincode: 'hanlian',
  function: 'license:issue',
  event: { chaincode: 'hanlian', name: 'license.issued', payload: new Uint8Array([123, 125]) },
  writes: [{ namespace: 'hanlian', key: 'lic~x', value: new Uint8Array([123, 125]) }],
  privateWrites: [{ namespace: 'hanlian', collection: 'reports', keyHash: new Uint8Array(32) }],
};
const BLOCK: Block = {
  number: 1,
  previousHash: new Uint8Array(32),
  dataHash: new Uint8Array(32),
  hash: new Uint8Array(32),
  stateHash: new Uint8Array(32),
  transactions: [TRANSACTION],
};

const ACT: AuditEntry = {
  block: 1,
  index: 0,
  transactionId: 'tx-1',
  at: '2026-11-20T04:00:00.000Z',
  operation: 'license.issue',
  submitter: { mspId: 'BureauMSP', name: 'clerk' },
  department: ISSUER,
  person: 'OFFICER1',
  count: 1,
};

const EVENT: FeedEvent = {
  id: 'ledger:1-0',
  position: '1',
  type: 'license.recorded',
  at: '2026-11-20T04:00:00.000Z',
  data: { operation: 'license.issue', batch: RANDOM, count: 1 },
};

const RELEASED = { status: '0', message: 'OK', accessRecord: '20261120~000000001' } as const;
const CERT: DeployedCert = {
  certId: formatCertificateIdentifier({ type: TYPE, issuer: ISSUER, serial: '2026000001', version: '001' }),
  certTypeCode: TYPE,
  certNo: '2026000001',
  issuerCode: ISSUER,
  status: 'valid',
  effectiveDate: '2026-11-20T00:00:00+08:00',
  expiringDate: null,
};
const ACCESS: InterfaceAccess = {
  department: ISSUER,
  interfaces: ['queryCert'],
  types: [TYPE],
  fields: [],
  dailyQuota: 10,
  since: '2026-01-01T00:00:00Z',
  until: '2027-01-01T00:00:00Z',
  addresses: ['127.0.0.1'],
  usedToday: 1,
};
const USE: InterfaceUse = {
  id: RELEASED.accessRecord,
  at: '2026-11-20T04:00:00Z',
  department: ISSUER,
  caller: 'clerk',
  interface: 'queryCert',
  useCause: '核验',
  outcome: 'released',
};

function issueOf(licenses: Map<string, LicenseAnswer>, serial: string): LicenseAnswer {
  const id = formatCertificateIdentifier({ type: TYPE, issuer: ISSUER, serial, version: '001' });
  if (licenses.has(id)) {
    throw new HanlianError('SERIAL_TAKEN', 'The serial is taken', { field: 'certificates[0].serial' });
  }
  const license: LicenseAnswer = {
    id,
    type: TYPE,
    issuer: ISSUER,
    serial,
    version: '001',
    current: '001',
    revision: 0,
    state: '01',
    standing: 'valid',
    effectiveFrom: '2026-11-20T00:00:00+08:00',
    effectiveTo: null,
    batch: RANDOM,
    documentRoot: DIGEST,
    recorded: { block: 1, index: 0, transactionId: 'tx-1' },
  };
  licenses.set(id, license);
  return license;
}

/** What another officer of the clerk's department prepared, and waits. */
const TASK: TaskAnswer = {
  id: `0000000-${RANDOM}`,
  operation: 'issue',
  department: ISSUER,
  state: 'waiting',
  preparer: 'OFFICER2',
  preparedAt: '2026-11-20T04:00:00Z',
  expiresAt: '2026-11-27T04:00:00Z',
  prepared: { kind: 'issue' },
};

/** What a test can make the next call of a method do: fail with a code of the registry or `crash`, or `hang`. */
export interface Faults {
  failNext(method: string, code: string): void;
  /** Whether that next call has not come yet. */
  isArmed(method: string): boolean;
}

function failureFor(code: string): Error {
  if (code === 'crash') return new TypeError("Cannot read properties of '李明' (reading 'name')");
  if (code.startsWith('LEDGER_')) {
    return new LedgerError('14 UNAVAILABLE: 10.0.0.7:7051', { stage: 'submit', code, transactionId: 'tx-9' });
  }
  if (!isErrorCode(code)) throw new Error(`${code} is not in the registry`);
  return new HanlianError(code, `Refused with ${code}`);
}

/** Wraps every method of every service so that a test can make its next call fail. */
function withFaults(services: Services): Services & Faults {
  const armed = new Map<string, string>();
  const guarded = Object.entries(services).map(([area, methods]) => [
    area,
    Object.fromEntries(
      Object.entries(methods as Record<string, (...of: unknown[]) => unknown>).map(([name, method]) => [
        name,
        async (...parameters: unknown[]) => {
          const code = armed.get(`${area}.${name}`);
          armed.delete(`${area}.${name}`);
          if (code === 'hang') return await new Promise(() => undefined);
          if (code !== undefined) throw failureFor(code);
          return await method(...parameters);
        },
      ]),
    ),
  ]);
  return {
    ...(Object.fromEntries(guarded) as Services),
    // Looks into memory, so that nothing comes between it and what the caller asked for: it neither waits nor fails.
    callers: services.callers,
    failNext: (method, code) => armed.set(method, code),
    isArmed: (method) => armed.has(method),
  };
}

/**
 * A hub small enough to read: certificates in a map, the real life cycle, the real scopes. It stands in for the
 * services where the HTTP layer alone is tested. Its callers' keys are their names.
 */
export function fakeServices(): Services & Faults {
  const licenses = new Map<string, LicenseAnswer>();
  const tasks = new Map([[TASK.id, TASK]]);
  const once = new Once();

  const found = (id: string): LicenseAnswer => {
    requireCode(parseCertificateIdentifier(id), 'id');
    const license = licenses.get(id);
    if (license === undefined) throw new HanlianError('NOT_FOUND', `There is no certificate ${id}`);
    return license;
  };
  const historyOf = (id: string): HistoryAnswer => ({
    id: found(id).id,
    entries: [
      {
        operation: 'issue',
        state: '01',
        effectiveAt: '2026-11-20T00:00:00+08:00',
        txTime: '2026-11-20T12:00:00+08:00',
        recorded: { block: 1, index: 0, transactionId: 'tx-1' },
        law: '行政许可法第三十八条',
        person: 'OFFICER1',
        department: ISSUER,
      },
    ],
  });

  const recordOf = (reference: Reference): Records[keyof Records] => {
    const records: readonly Records[keyof Records][] = RECORDS[reference.kind];
    const found = records.find((record) => isNamed(record, reference));
    if (found === undefined) throw new HanlianError('NOT_FOUND', 'No such record');
    return found;
  };
  const revised = (standing: number | undefined, expected: number | undefined): RegistryAnswer => {
    if (standing !== expected) {
      throw new HanlianError('STALE', 'The record has changed since', {
        field: 'expectedRevision',
        expected: standing ?? null,
        received: expected ?? null,
      });
    }
    return { revision: (expected ?? -1) + 1, transactionId: 'tx-1' };
  };
  const taskOf = (id: string): TaskAnswer => {
    const task = tasks.get(id);
    if (task === undefined) throw new HanlianError('NOT_FOUND', 'No such task');
    return task;
  };
  const decide = (
    caller: Caller,
    id: string,
    key: Idempotency,
    decision: Partial<TaskAnswer>,
  ): Promise<TaskAnswer> =>
    later(() =>
      once.do(caller, key, () => {
        const task = taskOf(id);
        if (task.state !== 'waiting') throw new HanlianError('TASK_CLOSED', 'The task is closed');
        const own = task.preparer === caller.person;
        if (own && decision.state !== 'cancelled') {
          throw new HanlianError('SAME_PERSON_TWICE', 'Who prepared a task cannot review it');
        }
        const decided: TaskAnswer = { ...task, ...decision };
        tasks.set(id, decided);
        return decided;
      }),
    );
  const begin = (
    caller: Caller,
    type: string,
    certificates: readonly { readonly serial?: string | undefined }[],
    key: Idempotency,
  ): Promise<IssueAnswer | TaskAnswer> =>
    later(() =>
      once.do(caller, key, (): IssueAnswer | TaskAnswer => {
        if (type === FOR_TWO) {
          const task = { ...TASK, id: `0000001-${RANDOM}`, preparer: caller.person };
          tasks.set(task.id, task);
          return task;
        }
        if (type !== TYPE) throw new HanlianError('TYPE_UNKNOWN', `No type ${type}`, { field: 'type' });
        const issued = certificates.map(({ serial }) => issueOf(licenses, serial ?? `DRAWN${licenses.size}`));
        return {
          batch: RANDOM,
          transactionIds: ['tx-1'],
          certificates: issued.map(({ id, effectiveFrom, effectiveTo }, index) => ({
            id,
            index,
            effectiveFrom,
            effectiveTo,
          })),
        };
      }),
    );

  return withFaults({
    pki: fakePki(),
    catalogue: fakeCatalogue(once),
    credit: fakeCredit(once),
    grants: fakeGrants(once),
    subsidy: fakeSubsidy(once),
    loans: fakeLoans(once),
    loanStatistics: fakeStatistics,
    licenses: {
      issue: (caller, { type, certificates }, key) => begin(caller, type, certificates, key),
      importStock: (caller, { type, certificates }, key) => begin(caller, type, certificates, key),
      transferIn: (caller, { type, certificate }, key) => begin(caller, type, [certificate], key),
      list: (_caller, { limit, cursor, serial = '', standing }) =>
        later(() =>
          pageOf(
            [...licenses.values()].filter(
              (license) =>
                license.serial.startsWith(serial) && (standing ?? license.standing) === license.standing,
            ),
            limit,
            cursor,
          ),
        ),
      act: (caller, operation, id, body, key) =>
        later(() =>
          once.do(caller, key, (): ActAnswer => {
            const license = found(id);
            if ((body.expectedRevision ?? license.revision) !== license.revision) {
              throw new HanlianError('STALE', 'The certificate has changed since', {
                field: 'expectedRevision',
                expected: license.revision,
                received: body.expectedRevision,
              });
            }
            const rule = LIFECYCLE[operation];
            if (!rule.from.includes(license.state)) {
              throw new HanlianError('ILLEGAL_TRANSITION', `${operation} is not open from ${license.state}`);
            }
            const revision = license.revision + 1;
            licenses.set(id, { ...license, revision, state: rule.to });
            return { id, operation, state: rule.to, revision, transactionId: `tx-${revision + 1}` };
          }),
        ),
      get: (_caller, id) => later(() => found(id)),
      seal: (_caller, id) => later(() => (found(id), Uint8Array.of(0x30, 0x80, 0xff))),
      document: (_caller, id) => later(() => ({ v: 1, id: found(id).id, fields: [] })),
      ofd: (_caller, id) => later(() => Buffer.from(found(id).id)),
      pdf: (_caller, id) => later(() => Buffer.from(`%PDF ${found(id).id}`)),
      batchZip: (_caller, id) =>
        later(() => ({
          media: 'application/zip',
          name: 'batch.zip',
          content: Readable.from([Buffer.from(found(id).id)]),
        })),
      sheet: () => Promise.resolve(undefined),
      sdJwt: (_caller, id) => later(() => ({ sdJwt: `${found(id).id}~` })),
      history: (_caller, id) => later(() => historyOf(id)),
      proof: () =>
        later(() => ({ v: 1, checkpoint: 'note', records: [{ key: 'lic~a', depth: 0, siblings: [] }] })),
      state: (_caller, id) =>
        later((): StateAnswer => {
          const { type, issuer, serial, version, current, state, standing, revision } = found(id);
          return {
            v: 1,
            type,
            issuer,
            serial,
            version,
            current,
            effectiveAt: NOON,
            state,
            standing,
            revision,
          };
        }),
    },
    verifications: {
      verify: (input) =>
        Promise.resolve({
          verdict: 'id' in input && licenses.has(input.id) ? 'VALID' : 'UNKNOWN',
          checks: [
            {
              name: 'status',
              status: 'VALID',
              code: 'STATUS_VALID',
              message: { zh: '有效', en: 'In force' },
            },
          ],
        }),
    },
    registry: {
      list: (kind, { limit, cursor }) => Promise.resolve(pageOf(RECORDS[kind], limit, cursor)),
      get: (reference) => later(() => recordOf(reference) as never),
      put: (caller, { facts, expectedRevision }, key) =>
        later(() =>
          once.do(caller, key, () => {
            const standing = facts['code'] === ISSUER || facts['code'] === TYPE ? 0 : undefined;
            return revised(standing, expectedRevision);
          }),
        ),
      succeed: (caller, _code, { expectedRevision }, key) =>
        later(() => once.do(caller, key, () => revised(0, expectedRevision ?? 0))),
      compromise: (caller, named, { expectedRevision }, key) =>
        later(() =>
          once.do(caller, key, () =>
            revised(recordOf({ kind: 'sealKey', ...named }).revision, expectedRevision ?? 0),
          ),
        ),
    },
    tasks: {
      list: (_caller, { limit }) => Promise.resolve(pageOf([...tasks.values()], limit)),
      get: (_caller, id) => later(() => taskOf(id)),
      approve: (caller, id, key) => decide(caller, id, key, { state: 'done', reviewer: caller.person }),
      reject: (caller, id, { reason }, key) => decide(caller, id, key, { state: 'rejected', reason }),
      cancel: (caller, id, key) => decide(caller, id, key, { state: 'cancelled' }),
    },
    deployed: {
      queryCert: () => Promise.resolve({ head: RELEASED, data: { certs: [CERT] } }),
      queryCertInfo: () => Promise.resolve({ head: RELEASED, data: { ...CERT, fields: {} } }),
      queryCertInfoByHolderCode: () =>
        Promise.resolve({ head: RELEASED, data: { certs: [{ ...CERT, fields: {} }] } }),
      downloadFile: () => Promise.resolve({ head: RELEASED, data: { fileType: 'json', file: {} } }),
      verifyCertInfo: () => Promise.resolve({ head: RELEASED, data: { verdict: 'UNKNOWN', checks: [] } }),
      verifyFile: () => Promise.resolve({ head: RELEASED, data: { verdict: 'UNKNOWN', checks: [] } }),
    },
    interfaces: {
      get: (_caller, department) => Promise.resolve({ ...ACCESS, department }),
      put: (caller, department, input, key) =>
        later(() => once.do(caller, key, () => ({ ...input, department, usedToday: 0 }))),
      uses: (_caller, { limit }) => Promise.resolve(pageOf([USE], limit)),
    },
    events: {
      read: (_caller, { after }) => Promise.resolve({ items: after === '0' ? [EVENT] : [], position: '1' }),
    },
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
