import { HanlianError, type BasisInput } from '@hanlian/chaincode/domain';
import type { Documents, Prepared } from '../../documents/documents.js';
import type { Feed } from '../../feed/feed.js';
import type { GroupWriter } from '../../storage/group-writer.js';
import { beginningWith, type Change, type Store } from '../../storage/store.js';
import { noticeOf } from './told.js';
import type { Findings, JobRecord, KeptRow } from './record.js';

const PREFIX = 'upload~';
const DIGESTS = 'uploaded~';
const DOCUMENTS = 'upload/';
const keyOf = (department: string, id: string): string => `${PREFIX}${department}~${id}`;
const digestKey = ({ department, kind, type, file }: JobRecord): string =>
  `${DIGESTS}${department}~${type}~${kind}~${file.sha256}`;
const numbered = (number: number): string => String(number).padStart(6, '0');

/** Whose a part is. */
type Owner = Pick<JobRecord, 'id' | 'department'>;

interface UploadStoreParts {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly documents: Documents;
  readonly feed: Feed;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** Uploads by department, and their parts, encrypted under the department's own key. */
export class UploadStore {
  readonly #store: Store;
  readonly #writer: GroupWriter;
  readonly #documents: Documents;
  readonly #feed: Feed;
  readonly #now: () => number;

  constructor({ store, writer, documents, feed, now }: UploadStoreParts) {
    this.#store = store;
    this.#writer = writer;
    this.#documents = documents;
    this.#feed = feed;
    this.#now = now;
  }

  async write(changes: readonly Change[]): Promise<void> {
    await this.#writer.write(changes);
    this.tell();
  }

  /** A job as it stands now, and what its department is told of it. */
  put(record: JobRecord): readonly Change[] {
    const value = Buffer.from(JSON.stringify(record));
    const put: Change = { type: 'put', key: keyOf(record.department, record.id), value };
    const notice = noticeOf(record, this.#now());
    return notice === undefined ? [put] : [put, this.#feed.announce(notice)];
  }

  /** What was announced stands on disk: were it not taken now, the next start would take it. */
  tell(): void {
    void this.#feed.take().catch(() => undefined);
  }

  /** Remembers what was sent, so that the same file is not carried out twice. */
  known(record: JobRecord): Change {
    return { type: 'put', key: digestKey(record), value: Buffer.from(record.id) };
  }

  /** The job that has the same file. */
  findSame(record: JobRecord): string | undefined {
    return this.#store.getSync(digestKey(record))?.toString();
  }

  /** Another department's job is not there. @throws {HanlianError} NOT_FOUND */
  get(department: string, id: string): JobRecord {
    const record = this.find({ department, id });
    if (record === undefined) throw new HanlianError('NOT_FOUND', 'The department has no such job');
    return record;
  }

  find({ department, id }: Owner): JobRecord | undefined {
    const value = this.#store.getSync(keyOf(department, id));
    return value && decode(value);
  }

  /** A department's jobs from the newest on, or those begun before another. */
  async *newest(department: string, before?: string): AsyncGenerator<JobRecord> {
    const range = { gte: keyOf(department, ''), lt: keyOf(department, before ?? '\u007f'), reverse: true };
    for await (const value of this.#store.values(range)) yield decode(value);
  }

  async *all(): AsyncGenerator<JobRecord> {
    for await (const value of this.#store.values(beginningWith(PREFIX))) yield decode(value);
  }

  /** On disk when this returns. */
  async keepPiece(owner: Owner, number: number, bytes: Uint8Array): Promise<void> {
    await this.#keep(this.#prepare(owner, `piece/${numbered(number)}`, bytes));
  }

  piece({ id }: Owner, number: number): Buffer {
    return this.#documents.read(nameOf(id, `piece/${numbered(number)}`));
  }

  /** A chunk of rows, to be written with what goes with it. */
  chunk(owner: Owner, number: number, rows: readonly KeptRow[]): Prepared {
    return this.#prepare(owner, `rows/${numbered(number)}`, Buffer.from(JSON.stringify(rows)));
  }

  async keepChunk(owner: Owner, number: number, rows: readonly KeptRow[]): Promise<void> {
    await this.#keep(this.chunk(owner, number, rows));
  }

  rows({ id }: Owner, chunk: number): readonly KeptRow[] {
    return JSON.parse(this.#documents.read(nameOf(id, `rows/${numbered(chunk)}`)).toString()) as KeptRow[];
  }

  findings(owner: Owner, findings: Findings): Prepared {
    return this.#prepare(owner, 'findings', Buffer.from(JSON.stringify(findings)));
  }

  findingsOf({ id, state }: JobRecord): Findings {
    if (state === 'checking' || state === 'cancelled') return { errors: [] };
    return JSON.parse(this.#documents.read(nameOf(id, 'findings')).toString()) as Findings;
  }

  basis(owner: Owner, basis: BasisInput): Prepared {
    return this.#prepare(owner, 'basis', Buffer.from(JSON.stringify(basis)));
  }

  basisOf({ id }: Owner): BasisInput {
    return JSON.parse(this.#documents.read(nameOf(id, 'basis')).toString()) as BasisInput;
  }

  withoutPieces({ id, file }: JobRecord): readonly Change[] {
    return Array.from({ length: file.pieces }, (_, i) =>
      this.#documents.removal(nameOf(id, `piece/${numbered(i)}`)),
    );
  }

  forgotten(record: JobRecord): Change {
    return { type: 'del', key: digestKey(record) };
  }

  /** Deletes whatever is kept of an upload besides its record. */
  async removeParts(id: string): Promise<void> {
    for await (const name of this.#documents.names(nameOf(id, ''))) {
      await this.#writer.write([this.#documents.removal(name)]);
    }
  }

  async remove(record: JobRecord): Promise<void> {
    await this.removeParts(record.id);
    const { department, id } = record;
    await this.#writer.write([{ type: 'del', key: keyOf(department, id) }, this.forgotten(record)]);
  }

  /** The ids of all uploads of which a part is kept. */
  async idsOfParts(): Promise<ReadonlySet<string>> {
    const ids = new Set<string>();
    for await (const name of this.#documents.names(DOCUMENTS)) ids.add(name.split('/')[1] as string);
    return ids;
  }

  #prepare({ id, department }: Owner, part: string, bytes: Uint8Array): Prepared {
    return this.#documents.prepare(nameOf(id, part), [{ typeCode: '001', code: department }], bytes);
  }

  async #keep({ put, durable }: Prepared): Promise<void> {
    await durable;
    await this.#writer.write([put]);
  }
}

const nameOf = (id: string, part: string): string => `${DOCUMENTS}${id}/${part}`;
const decode = (value: Buffer): JobRecord => JSON.parse(value.toString()) as JobRecord;
