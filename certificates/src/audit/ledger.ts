import {
  checked,
  HanlianError,
  keyPrefixes,
  keys,
  parseJson,
  recordDigest,
  requireRecord,
  schemas,
  splitKey,
  successorAt,
  type AnchorRecord,
  type Department,
  type Grant,
  type HolderKey,
  type Instant,
  type JsonObject,
  type Lease,
  type RecordProof,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { z } from 'zod';
import { eachLine, type FileRead } from './lines.js';
import type { LoggedRevision, ReadLog } from './logged.js';
import { Signers } from './signers.js';
import type { Violation } from './violations.js';

const MAX_LINE = { maxBytes: 1024 * 1024, maxDepth: 16 };

/** What stands in a line of an export of the ledger's records: what it is, a revision of a record, or a proof. */
const evidenceLine = z.union([
  z.strictObject({ key: z.string().max(400), record: z.record(z.string(), schemas.jsonValue) }),
  z.strictObject({ proof: schemas.recordProof }),
  z.strictObject({ v: z.literal(1), kind: z.literal('sharing-ledger'), block: z.int().min(0).optional() }),
]);

/** A revision of a record, and where the log tells of it. */
export interface Revision<T> extends Pick<LoggedRevision, 'block' | 'index'> {
  readonly record: T;
}

const parsers = {
  [keyPrefixes.grant]: schemas.grant,
  [keyPrefixes.lease]: schemas.lease,
  [keyPrefixes.anchor]: schemas.anchorRecord,
} as const;

/**
 * What the ledger said of grants, leases and anchors, each revision as the log proves it; and who has taken whose place, and
 * whose keys sign, as the state map proves it.
 */
export class LedgerHistory {
  readonly #revisions = new Map<string, Revision<unknown>[]>();
  readonly #log: ReadLog;
  readonly #departments = new Map<string, Department>();
  readonly signers = new Signers();
  /** What is wrong with the export itself. */
  readonly violations: Violation[] = [];

  private constructor(log: ReadLog) {
    this.#log = log;
  }

  /** @throws {HanlianError} FILE_UNREADABLE, EVIDENCE_OF_OTHER_CHECKPOINT, and what `parseJson` and `checked` find */
  static async read(file: string, log: ReadLog): Promise<{ ledger: LedgerHistory; read: FileRead }> {
    const ledger = new LedgerHistory(log);
    const read = await eachLine(file, ({ bytes }) => {
      const line = checked(evidenceLine, parseJson(bytes, MAX_LINE));
      if ('proof' in line) ledger.#takeProof(line.proof);
      else if ('key' in line) ledger.#takeRecord(line.key, line.record);
      else requireSame(line.block, log);
    });
    ledger.#finish();
    return { ledger, read };
  }

  /** Oldest first. */
  grant(id: string): readonly Revision<Grant>[] {
    return this.#of<Grant>(keys.grant(id));
  }

  lease(grant: string, window: string, index: number): Lease | undefined {
    return this.#of<Lease>(keys.lease(grant, window, index))[0]?.record;
  }

  /** Who had a department's place at an instant; nothing where no proof tells it. */
  inChargeOf(code: string, at: Instant): string | undefined {
    const department = this.#departments.get(code);
    if (department === undefined) return undefined;
    const successor = successorAt(department, at);
    return successor === undefined ? code : this.inChargeOf(successor, at);
  }

  /** Every anchor of every provider, in ledger order. */
  anchors(): readonly AnchorRecord[] {
    return [...this.#revisions]
      .filter(([key]) => splitKey(key)[0] === keyPrefixes.anchor)
      .flatMap(([, found]) => found as Revision<AnchorRecord>[])
      .sort((a, b) => a.index - b.index)
      .map(({ record }) => record);
  }

  grants(): readonly (readonly Revision<Grant>[])[] {
    return [...this.#revisions]
      .filter(([key]) => splitKey(key)[0] === keyPrefixes.grant)
      .map(([, found]) => found as Revision<Grant>[]);
  }

  #of<T>(key: string): readonly Revision<T>[] {
    return (this.#revisions.get(key) ?? []) as Revision<T>[];
  }

  #takeRecord(key: string, record: JsonObject): void {
    const root = recordDigest(nodeHashes.sha256, record);
    const logged = (this.#log.revisions.get(key) ?? []).filter((revision) => revision.root === root);
    if (logged.length === 0) {
      this.violations.push({ code: 'REVISION_FORGED', key });
      return;
    }
    // The log is read for just these kinds.
    const parser: z.ZodType = parsers[splitKey(key)[0] as keyof typeof parsers];
    const parsed = checked(parser, record);
    const known = this.#revisions.get(key) ?? [];
    for (const { block, index } of logged) {
      if (!known.some((revision) => revision.index === index)) known.push({ record: parsed, block, index });
    }
    this.#revisions.set(key, known);
  }

  #takeProof(proof: RecordProof): void {
    const { mapRoot } = this.#log.checkpoint;
    const [kind, id] = splitKey(proof.key);
    try {
      if (mapRoot === undefined || proof.value === undefined) throw new HanlianError('MAP_PROOF_MISSING', '');
      requireRecord(nodeHashes.sha256, mapRoot, proof);
      this.#takeProven(kind, id as string, parseJson(proof.value));
    } catch (error) {
      if (!(error instanceof HanlianError)) throw error;
      this.violations.push({ code: 'REVISION_FORGED', key: proof.key, reason: error.code });
    }
  }

  #takeProven(kind: string | undefined, id: string, record: unknown): void {
    if (kind === keyPrefixes.holderKey)
      this.signers.add(id, checked<z.ZodType<HolderKey>>(schemas.holderKey, record));
    if (kind === keyPrefixes.department) {
      this.#departments.set(id, checked<z.ZodType<Department>>(schemas.department, record));
    }
  }

  /** Whatever the log tells of must be here, and who is in charge of each grant. */
  #finish(): void {
    for (const found of this.#revisions.values()) found.sort((a, b) => a.index - b.index);
    for (const [key, logged] of this.#log.revisions) {
      const held = this.#revisions.get(key) ?? [];
      for (const { index } of logged) {
        if (held.some((revision) => revision.index === index)) continue;
        this.violations.push({ code: 'REVISION_MISSING', key, reason: `log ${index}` });
      }
    }
    for (const code of this.#unproven()) {
      this.violations.push({ code: 'REVISION_MISSING', key: keys.department(code) });
    }
  }

  /** Providers of grants, and whoever took their place, whose record was not shown. */
  #unproven(): readonly string[] {
    const line = new Set(this.grants().flatMap((found) => found.map(({ record }) => record.provider)));
    // A set goes on with what is added to it meanwhile.
    for (const code of line) {
      const successor = this.#departments.get(code)?.successor;
      if (successor !== undefined) line.add(successor);
    }
    return [...line].filter((code) => !this.#departments.has(code));
  }
}

/** Of another checkpoint than the log, honest records would look forged, and others missing. */
function requireSame(block: number | undefined, { checkpoint }: ReadLog): void {
  if (block === undefined || block === checkpoint.block) return;
  throw new HanlianError('EVIDENCE_OF_OTHER_CHECKPOINT', `The records are as of block ${block}`, {
    expected: checkpoint.block,
    received: block,
  });
}
