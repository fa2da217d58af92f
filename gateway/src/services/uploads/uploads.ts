import { createHash } from 'node:crypto';
import {
  api,
  HanlianError,
  type AnyJobAnswer,
  type JobAnswer,
  type JobQuery,
  type ResumeInput,
  type StartInput,
  type Severity,
  type UploadFormat,
} from '@hanlian/chaincode/domain';
import type { Logger } from 'pino';
import type { Callers } from '../../callers/callers.js';
import type { Background, LocalPlan } from '../../outbox/requests.js';
import { loggable } from '../../observability/loggable.js';
import type { GroupWriter } from '../../storage/group-writer.js';
import { timed16 } from '../../storage/random.js';
import type { Feed } from '../../feed/feed.js';
import { pageOfJobs, type Listed } from '../job-list.js';
import type { LicenseParts } from '../licenses/parts.js';
import { requireScope } from '../require-scope.js';
import type { Tasks } from '../tasks/tasks.js';
import { Turns } from '../tasks/turns.js';
import type { Caller, Idempotency, Page, Party, Services, Upload } from '../types.js';
import type { WriteJobs } from '../write-jobs.js';
import { receive } from './files.js';
import {
  answerOf,
  isCarriedOut,
  isLive,
  requireState,
  scopeOf,
  standingOf,
  type JobRecord,
} from './record.js';
import { MEDIA, rejectFile } from './rejects.js';
import { pageOfRows } from './rows.js';
import type { EntryWork } from './runner.js';
import { UploadStore } from './store.js';
import { UploadWork } from './work.js';

/** So many uploads of a department may be under way: each may take as much room as a file may have bytes. */
const MOST_LIVE = 50;

/** What a file is said to hold. */
type Sent = Pick<JobRecord, 'kind' | 'type'> & { readonly severity?: Severity | undefined };

/** @throws {HanlianError} CONTENT_TYPE_UNSUPPORTED */
function requireFormat({ format }: Upload, taken: readonly UploadFormat[]): void {
  if (taken.includes(format)) return;
  const expected = taken.map((each) => MEDIA[each]);
  throw new HanlianError('CONTENT_TYPE_UNSUPPORTED', 'Files of this kind are not taken here', {
    field: 'Content-Type',
    expected,
  });
}

interface UploadParts {
  readonly callers: Callers;
  readonly writer: GroupWriter;
  readonly tasks: Tasks;
  /** The jobs of other writes. */
  readonly writes: WriteJobs;
  readonly feed: Feed;
  readonly entries: EntryWork;
  readonly logger: Pick<Logger, 'error'>;
}

/**
 * Certificates by the file: what is sent is kept until it is carried out, read and checked row by row in the background,
 * shown, and on the sender's word issued or taken in, a batch of 10,000 at a time.
 */
export class Uploads {
  readonly #parts: LicenseParts;
  readonly #callers: Callers;
  readonly #store: UploadStore;
  readonly #turns = new Turns();
  readonly #work: UploadWork;
  readonly #writes: WriteJobs;

  constructor(parts: LicenseParts, others: UploadParts) {
    const { callers, writer, tasks, writes, feed, entries, logger } = others;
    this.#parts = parts;
    this.#callers = callers;
    this.#writes = writes;
    this.#store = new UploadStore({ ...parts, writer, feed });
    const failed = ({ id }: JobRecord, failure: unknown): void =>
      logger.error({ job: id, error: loggable(failure) }, 'upload');
    const [store, turns] = [this.#store, this.#turns];
    this.#work = new UploadWork({ parts, callers, tasks, store, turns, entries, failed });
  }

  readonly service: Services['jobs'] = {
    upload: (caller, { kind, type }, file, once) => {
      requireFormat(file, ['csv', 'jsonl', 'xlsx']);
      return this.#upload(caller, { kind, type }, file, once);
    },
    publish: (caller, { severity }, file, once) => {
      requireFormat(file, ['csv', 'xml', 'xlsx']);
      return this.#upload(caller, { kind: 'publish', type: '', severity }, file, once);
    },
    list: (caller, query) => this.#list(caller, query),
    get: (caller, id) =>
      isUpload(id)
        ? Promise.resolve(this.#answer(this.#store.get(caller.department, id)))
        : this.#writes.get(caller, id),
    rows: (caller, id, query) => Promise.resolve(pageOfRows(this.#store, this.#readable(caller, id), query)),
    rejects: (caller, id) => Promise.resolve(rejectFile(this.#store, this.#readable(caller, id))),
    start: (caller, id, input, once) =>
      this.#change(caller, id, once, (record) => this.#started(record, input)),
    resume: (caller, id, input, once) => {
      if (!isUpload(id)) return this.#writes.resume(caller, id);
      return this.#change(caller, id, once, (record) => this.#resumed(caller, record, input));
    },
    cancel: (caller, id, once) => this.#change(caller, id, once, (record) => this.#cancelled(record)),
  };

  /** Takes up what an earlier stop left unfinished. */
  background(after: Promise<void>): Background {
    return this.#work.background(after);
  }

  #readable(caller: Caller, id: string): JobRecord {
    const record = this.#store.get(caller.department, id);
    requireState(record, 'checked', 'running', 'stopped', 'done');
    return record;
  }

  #answer(record: JobRecord): JobAnswer {
    return answerOf(record, this.#store.findingsOf(record), this.#work.rowsRead(record.id));
  }

  async #upload(caller: Caller, query: Sent, file: Upload, once: Idempotency): Promise<JobAnswer> {
    // Nobody does by the file what it may not do one by one.
    requireScope(caller, scopeOf(query));
    await this.#parts.caughtUp();
    if (query.kind !== 'publish') this.#parts.registry.type(query.type);
    await this.#requireRoom(caller.department);
    const owner = { id: timed16(this.#parts.now(), this.#parts.random), department: caller.department };
    let answer: JobAnswer | undefined;
    try {
      const { format, encoding } = file;
      const received = {
        format,
        ...(encoding && { encoding }),
        ...(await receive(this.#store, owner, file.bytes)),
      };
      const record = this.#recordOf(caller, owner.id, query, received);
      const digest = createHash('sha256').update(
        `${once.bodyDigest} ${format} ${encoding} ${received.sha256}`,
      );
      const own = { key: once.key, bodyDigest: digest.digest('base64url') };
      // One of a department's after the other, so that none of the same file comes in between.
      answer = await this.#turns.of(caller.department, () => this.#takenIn(record, own));
      if (answer.id === record.id) this.#work.take(record);
      return answer;
    } finally {
      // Broken off, refused, or the same as one before.
      if (answer?.id !== owner.id) await this.#store.removeParts(owner.id);
    }
  }

  async #takenIn(record: JobRecord, once: Idempotency): Promise<JobAnswer> {
    const plan = async (): Promise<LocalPlan> => {
      await this.#requireRoom(record.department);
      return this.#plan(record);
    };
    return (await this.#parts.requests.once(record.caller.id, once, plan)) as unknown as JobAnswer;
  }

  #plan(record: JobRecord): LocalPlan {
    const same = this.#store.findSame(record);
    if (same !== undefined) {
      throw new HanlianError('UPLOAD_KNOWN', `The file was sent before, as job ${same}`, { job: same });
    }
    return {
      answer: this.#answer(record),
      changes: [...this.#store.put(record), this.#store.known(record)],
      first: Promise.resolve(),
    };
  }

  async #requireRoom(department: string): Promise<void> {
    let live = 0;
    for await (const record of this.#store.newest(department)) live += isLive(record) ? 1 : 0;
    if (live < MOST_LIVE) return;
    throw new HanlianError('LIMIT_REACHED', `The department has ${live} uploads under way`, {
      expected: MOST_LIVE,
    });
  }

  #recordOf(caller: Caller, id: string, { kind, type, severity }: Sent, file: JobRecord['file']): JobRecord {
    return {
      v: 1,
      id,
      department: caller.department,
      caller: { id: caller.id, person: caller.person },
      kind,
      type,
      ...(severity !== undefined && { severity }),
      createdAt: this.#parts.now(),
      file,
      state: 'checking',
      counts: { rows: 0, good: 0, rejected: 0, done: 0 },
      chunks: 0,
      next: 0,
      isBegun: false,
      attempt: 0,
      isHalted: false,
      batches: [],
    };
  }

  async #list({ department }: Caller, query: JobQuery): Promise<Page<AnyJobAnswer>> {
    return pageOfJobs(this.#newest(department, query.cursor), await this.#writes.newest(department), query);
  }

  async *#newest(department: string, before?: string): AsyncGenerator<Listed> {
    for await (const record of this.#store.newest(department, before)) {
      const { id, kind, state } = record;
      yield { place: id, kind, state, answer: () => this.#answer(record) };
    }
  }

  /** Changes a job's state once, one caller after the other, and gives the job as it stands then. */
  async #change(
    caller: Caller,
    id: string,
    once: Idempotency,
    change: (record: JobRecord) => Omit<LocalPlan, 'answer'> & { readonly record: JobRecord },
  ): Promise<JobAnswer> {
    const plan = (): LocalPlan => {
      const { record, changes, first } = change(this.#store.get(caller.department, id));
      return { answer: { id }, changes: [...changes, ...this.#store.put(record)], first };
    };
    await this.#turns.of(id, () => this.#parts.requests.once(caller.id, once, plan));
    this.#store.tell();
    const record = this.#store.get(caller.department, id);
    this.#work.take(record);
    return this.#answer(record);
  }

  #started(
    record: JobRecord,
    { basis, rows }: StartInput,
  ): Omit<LocalPlan, 'answer'> & { readonly record: JobRecord } {
    requireState(record, 'checked');
    if (rows === 'all' && record.counts.rejected > 0) {
      throw new HanlianError('UPLOAD_HAS_ERRORS', `${record.counts.rejected} rows are wrong`, {
        field: 'rows',
        received: record.counts.rejected,
      });
    }
    const kept = this.#store.basis(record, basis);
    return { record: { ...record, state: 'running', rows }, changes: [kept.put], first: kept.durable };
  }

  #resumed(
    caller: Caller,
    record: JobRecord,
    { rows }: ResumeInput,
  ): Omit<LocalPlan, 'answer'> & { readonly record: JobRecord } {
    requireState(record, 'stopped');
    // A batch of which nothing stands is sent anew under a name of its own: its refusal is kept under the old one.
    const attempt = record.attempt + (record.isHalted ? 0 : 1);
    const answering = this.#answering(caller, record);
    const resumed: JobRecord = {
      ...record,
      ...{ caller: answering, state: 'running', attempt },
      ...(rows && { rows }),
    };
    return { record: resumed, changes: [], first: Promise.resolve() };
  }

  /**
   * Who answers for a file from here: where it was sent by someone who no longer may, whoever takes it over. A batch that
   * stopped half way goes on first, as it was begun.
   *
   * @throws {HanlianError} FORBIDDEN
   */
  #answering(resuming: Caller, record: JobRecord): Party {
    if (record.isHalted || this.#callers.mayAct(record.caller, standingOf(record))) return record.caller;
    requireScope(resuming, scopeOf(record));
    return { id: resuming.id, person: resuming.person };
  }

  #cancelled(record: JobRecord): Omit<LocalPlan, 'answer'> & { readonly record: JobRecord } {
    requireState(record, 'checking', 'checked', 'running', 'stopped');
    if (isCarriedOut(record)) throw new HanlianError('JOB_COMMITTED', 'A part of the job is carried out');
    const cancelled: JobRecord = { ...record, state: 'cancelled' };
    return { record: cancelled, changes: [this.#store.forgotten(record)], first: Promise.resolve() };
  }
}

/** Other jobs have no time in their ids. */
const isUpload = (id: string): boolean => api.taskId.safeParse(id).success;
