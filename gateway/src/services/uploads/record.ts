import {
  formatInstant,
  HanlianError,
  type EntryBatch,
  type FileKind,
  type JobAnswer,
  type JobBatch,
  type JobState,
  type RowError,
  type RowNote,
  type RowsChoice,
  type Scope,
  type Severity,
  type UploadColumn,
  type UploadFormat,
  type UploadKind,
} from '@hanlian/chaincode/domain';
import type { Encoding } from './formats/text.js';

/** So many rows are kept together, and so many of those make a batch of 10,000 under one seal. */
export const CHUNK_ROWS = 500;
export const BATCH_CHUNKS = 20;

const DAY = 24 * 60 * 60;
/** No longer than the answers of the requests that a job makes are kept. */
const KEPT = 30 * DAY;

/** An upload and what becomes of it. What its rows say is kept apart, encrypted. Times are seconds since 1970. */
export interface JobRecord {
  readonly v: 1;
  readonly id: string;
  readonly department: string;
  /** Who answers for what is not begun of it: who sent it, or a colleague who took it over. */
  readonly caller: { readonly id: string; readonly person: string };
  readonly kind: FileKind;
  /** Of certificates; '' where the file has entries. */
  readonly type: string;
  /** How grave the breaches of a file are whose rows do not say. */
  readonly severity?: Severity;
  readonly createdAt: number;
  readonly file: {
    readonly format: UploadFormat;
    readonly encoding?: Encoding;
    readonly bytes: number;
    readonly pieces: number;
    readonly sha256: string;
  };
  readonly state: JobState;
  readonly counts: JobAnswer['counts'];
  readonly chunks: number;
  readonly rows?: RowsChoice;
  /** The batch at work or next, and whether it was begun. */
  readonly next: number;
  readonly isBegun: boolean;
  /** How often the next batch was tried anew after a refusal that left nothing on the ledger. */
  readonly attempt: number;
  /** Of the next batch some runs are on the ledger. */
  readonly isHalted: boolean;
  readonly batches: readonly (JobBatch | EntryBatch)[];
}

/** What can name a person and is kept encrypted: headers as sent (a file without any begins with data), and errors. */
export interface Findings {
  readonly columns?: readonly UploadColumn[];
  readonly errors: readonly RowError[];
}

/** A row as it is kept; the cells of a row that is carried out are dropped. */
export interface KeptRow {
  readonly line: number;
  readonly cells: readonly string[];
  readonly errors: readonly RowError[];
  /** What is to be known of a good row. */
  readonly notes?: readonly RowNote[];
  /** Found wrong only when its batch was about to begin. */
  readonly isLate?: true;
  readonly done?: 'waiting' | 'done';
  readonly id?: string;
}

/** How the certificates of a file come in. */
export const certificateKindOf = ({ kind }: JobRecord): UploadKind =>
  kind === 'import' ? 'import' : 'issue';

const SCOPES: Readonly<Record<FileKind, Scope>> = {
  issue: 'license:issue',
  import: 'license:importStock',
  publish: 'credit:publish',
};

/** What whoever sends such a file must be free to do with each of its rows. */
export const scopeOf = ({ kind }: Pick<JobRecord, 'kind'>): Scope => SCOPES[kind];

/** What who answers for a file must still be, and be free to do, for what is not begun of it. */
export const standingOf = ({
  department,
  kind,
}: Pick<JobRecord, 'department' | 'kind'>): { readonly department: string; readonly scope: Scope } => ({
  department,
  scope: SCOPES[kind],
});

export const expiryOf = ({ createdAt }: JobRecord): number => createdAt + KEPT;

/** Whether anything of a job is on the ledger, on its way there, or waits for the second person. */
export const isCarriedOut = ({ batches, isHalted, state, isBegun }: JobRecord): boolean =>
  batches.length > 0 || isHalted || (state === 'running' && isBegun);

/** @throws {HanlianError} JOB_NOT_OPEN */
export function requireState({ state }: JobRecord, ...expected: readonly JobState[]): void {
  if (expected.includes(state)) return;
  throw new HanlianError('JOB_NOT_OPEN', `The job is ${state}`, { expected: [...expected], received: state });
}

const LIVE: ReadonlySet<JobState> = new Set(['checking', 'checked', 'running', 'stopped']);
export const isLive = ({ state }: JobRecord): boolean => LIVE.has(state);

/** What a caller sees of a job; `read` counts the rows of a file that is being read. */
export function answerOf(record: JobRecord, { columns = [], errors }: Findings, read: number): JobAnswer {
  const { id, kind, type, department, state, caller, createdAt, file, counts, rows, batches } = record;
  const done = state === 'checking' ? { done: read } : { done: counts.done, of: counts.good };
  return {
    id,
    kind,
    ...(type !== '' && { type }),
    department,
    state,
    person: caller.person,
    createdAt: formatInstant(createdAt),
    expiresAt: formatInstant(expiryOf(record)),
    file: { format: file.format, bytes: file.bytes, sha256: file.sha256 },
    columns: [...columns],
    counts,
    progress: done,
    ...(rows && { rows }),
    batches: [...batches],
    errors: [...errors],
    links: linksOf(record),
  };
}

/** Where the job goes on from here. */
function linksOf(record: JobRecord): Record<string, string> {
  const { id, state, counts } = record;
  const self = `/v1/jobs/${id}`;
  const isReadable = !['checking', 'unreadable', 'cancelled'].includes(state);
  return {
    self,
    ...(isReadable && { rows: `${self}/rows` }),
    ...(isReadable && counts.rejected > 0 && { rejects: `${self}/rejects` }),
    ...(state === 'checked' && { start: `${self}/start` }),
    ...(state === 'stopped' && { resume: `${self}/resume` }),
    ...(isLive(record) && !isCarriedOut(record) && { cancel: `${self}/cancel` }),
  };
}
