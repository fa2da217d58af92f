import { HanlianError } from '@hanlian/chaincode/domain';
import type { JobAnswer, WriteJobAnswer } from '@hanlian/chaincode/domain';
import type { Caller, Idempotency, Services } from '@hanlian/gateway/services/types';
import { ISSUER, later, pageOf, RANDOM, TYPE, type Once } from './fake-parts.js';

const JOB: JobAnswer = {
  id: `0000000-${RANDOM}`,
  kind: 'issue',
  type: TYPE,
  department: ISSUER,
  state: 'checked',
  person: 'OFFICER1',
  createdAt: '2026-11-20T12:00:00+08:00',
  expiresAt: '2026-12-20T12:00:00+08:00',
  file: { format: 'csv', bytes: 100, sha256: 'a'.repeat(64) },
  columns: [{ column: 1, header: '名称', field: 'fields.legalName', title: { zh: '名称', en: 'Name' } }],
  counts: { rows: 1, good: 1, rejected: 0, done: 0 },
  progress: { done: 0, of: 1 },
  batches: [],
  errors: [],
  links: { self: `/v1/jobs/0000000-${RANDOM}` },
};

/** A batch of which one run stands. */
const HALF_DONE: WriteJobAnswer = {
  id: RANDOM,
  kind: 'write',
  state: 'stopped',
  person: 'OFFICER1',
  createdAt: '2026-11-20T12:00:00+08:00',
  transactions: [
    { function: 'license:openBatch', state: 'committed', transactionId: 'tx-1' },
    { function: 'license:issue', run: { start: 0, certificates: 512 }, state: 'open' },
  ],
  errors: [{ code: 'BATCH_INCOMPLETE', message: { zh: '批次只办理了一部分', en: 'no' } }],
  links: { self: `/v1/jobs/${RANDOM}`, resume: `/v1/jobs/${RANDOM}/resume` },
};

export async function* oneLine(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from('名称\r\n'));
}

/** Jobs in a map: one that waits for the word to begin, and what is sent. */
export function fakeJobs(once: Once): Services['jobs'] {
  const jobs = new Map([[JOB.id, JOB]]);

  const jobOf = (id: string): JobAnswer => {
    const job = jobs.get(id);
    if (job === undefined) throw new HanlianError('NOT_FOUND', 'No such job');
    return job;
  };
  const turn = (
    caller: Caller,
    id: string,
    key: Idempotency,
    from: JobAnswer['state'],
    to: JobAnswer['state'],
  ): Promise<JobAnswer> =>
    later(() =>
      once.do(caller, key, () => {
        const job = jobOf(id);
        if (job.state !== from) throw new HanlianError('JOB_NOT_OPEN', `The job is ${job.state}`);
        jobs.set(id, { ...job, state: to });
        return jobOf(id);
      }),
    );

  return {
    upload: async (caller, { type, kind }, { format, bytes }, key) => {
      let size = 0;
      for await (const part of bytes) size += part.length;
      return once.do(caller, key, () => {
        if (type !== TYPE) throw new HanlianError('TYPE_UNKNOWN', `No type ${type}`, { field: 'type' });
        const file = { ...JOB.file, format, bytes: size };
        const job: JobAnswer = { ...JOB, id: `0000001-${RANDOM}`, kind, file, state: 'checking' };
        jobs.set(job.id, job);
        return job;
      });
    },
    publish: async (caller, _query, { format, bytes }, key) => {
      let size = 0;
      for await (const part of bytes) size += part.length;
      return once.do(caller, key, () => {
        const file = { ...JOB.file, format, bytes: size };
        const job: JobAnswer = { ...JOB, id: `0000001-${RANDOM}`, kind: 'publish', file, state: 'checking' };
        jobs.set(job.id, job);
        return job;
      });
    },
    list: (_caller, { limit }) => Promise.resolve(pageOf([...jobs.values()], limit)),
    get: (_caller, id) => later(() => (id === RANDOM ? HALF_DONE : jobOf(id))),
    rows: (_caller, id) =>
      later(() => {
        if (jobOf(id).state === 'checking') throw new HanlianError('JOB_NOT_OPEN', 'The job is checking');
        return { items: [{ line: 2, state: 'good', values: { 名称: '示例企业' }, errors: [] }] };
      }),
    rejects: (_caller, id) =>
      later(() => {
        if (jobOf(id).state === 'checking') throw new HanlianError('JOB_NOT_OPEN', 'The job is checking');
        return { media: 'text/csv; charset=utf-8', name: `rejected-${id}.csv`, content: oneLine() };
      }),
    start: (caller, id, _input, key) => turn(caller, id, key, 'checked', 'running'),
    resume: (caller, id, _input, key) =>
      id === RANDOM
        ? Promise.resolve({ ...HALF_DONE, state: 'running', errors: [] })
        : turn(caller, id, key, 'stopped', 'running'),
    cancel: (caller, id, key) => turn(caller, id, key, 'checked', 'cancelled'),
  };
}
