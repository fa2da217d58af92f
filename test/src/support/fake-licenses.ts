import { Readable } from 'node:stream';
import {
  HanlianError,
  LIFECYCLE,
  formatCertificateIdentifier,
  parseCertificateIdentifier,
  requireCode,
} from '@hanlian/chaincode/domain';
import type {
  ActAnswer,
  HistoryAnswer,
  IssueAnswer,
  LicenseAnswer,
  TaskAnswer,
  StateAnswer,
} from '@hanlian/chaincode/domain';
import { DIGEST, ISSUER, later, NOON, Once, pageOf, RANDOM, TYPE } from './fake-parts.js';
import type { Caller, Idempotency, Services } from '@hanlian/gateway/services/types';

/** A type that asks for two people. */
const FOR_TWO = '11100000MB0143028R011';

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

interface FakeLicenses extends Pick<Services, 'licenses' | 'verifications' | 'tasks'> {
  readonly historyOf: (id: string) => HistoryAnswer;
}

/** Certificates in a map, with the real life cycle, and tasks that wait for a second person. */
export function fakeLicenses(once: Once): FakeLicenses {
  const licenses = new Map<string, LicenseAnswer>();
  const tasks = new Map([[TASK.id, TASK]]);

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

  return {
    historyOf,
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
    tasks: {
      list: (_caller, { limit }) => Promise.resolve(pageOf([...tasks.values()], limit)),
      get: (_caller, id) => later(() => taskOf(id)),
      approve: (caller, id, key) => decide(caller, id, key, { state: 'done', reviewer: caller.person }),
      reject: (caller, id, { reason }, key) => decide(caller, id, key, { state: 'rejected', reason }),
      cancel: (caller, id, key) => decide(caller, id, key, { state: 'cancelled' }),
    },
  };
}
