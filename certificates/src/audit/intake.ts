import {
  checked,
  HanlianError,
  parseJson,
  receiptBytes,
  receiptDigest,
  schemas,
  type Acknowledgement,
  type OnwardReceipt,
  type Query,
  type Receipt,
  type ReceiptLine,
  type RefusalReceipt,
  type ReleasedToOperator,
  type ReleaseReceipt,
  type RequestReceipt,
  type SignedAcknowledgement,
  type SignedReceipt,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { Chains } from './chains.js';
import type { Line } from './lines.js';
import { isFor, type Onwards, type ReleasesTo } from './onwards.js';
import type { Releases } from './releases.js';
import { answerTo, isForThisPair, nameOf } from './queries.js';
import type { Signers } from './signers.js';
import type { Violation } from './violations.js';

const LIMITS = { maxBytes: 1024 * 1024, maxDepth: 8 };

/** What the receipts of an audit come to, beside what is wrong with them. */
export interface Tally {
  requests: number;
  releases: number;
  refusals: number;
  acknowledgements: number;
  /** Products that operators handed on. */
  onward: number;
  /** The first and the last record's time. */
  from: number;
  to: number;
}

/** A query that waits for its answer, or has it. */
interface Asked {
  readonly query: Query;
  readonly provider: string;
  readonly seq: number;
}

/** A release that was answered for, by its digest. */
interface Released extends ReleasedToOperator {
  readonly provider: string;
  readonly seq: number;
  readonly query: string;
  acknowledged: boolean;
}

/** Something that is still to come: a visible state, and no violation. */
export interface Open {
  readonly provider: string;
  readonly requester: string;
  readonly seq: number;
  readonly query: string;
}

interface IntakeParts {
  readonly signers: Signers;
  readonly chains: Chains;
  readonly releases: Releases;
  readonly onwards: Onwards;
}

/**
 * Takes receipts line by line, in any order and from either side; what needs the whole is judged at the end. Of queries
 * it holds all, since an answer may come twice, of releases what a product made of them may have, of other records digests.
 */
export class Intake {
  readonly tally: Tally = {
    requests: 0,
    releases: 0,
    refusals: 0,
    acknowledgements: 0,
    onward: 0,
    from: Infinity,
    to: -Infinity,
  };
  readonly violations: Violation[] = [];
  readonly #signers: Signers;
  readonly #chains: Chains;
  readonly #judge: Releases;
  readonly #onwards: Onwards;
  readonly #asked = new Map<string, Asked>();
  readonly #answered = new Set<string>();
  readonly #waiting = new Map<string, ReleaseReceipt[]>();
  readonly #released = new Map<string, Released>();
  /** Lists of fields by their text: nearly every release under a grant has the same. */
  readonly #fields = new Map<string, string[]>();
  readonly #acknowledged = new Map<string, Acknowledgement>();
  /** By their digests. */
  readonly #forged = new Map<string, Receipt>();

  constructor({ signers, chains, releases, onwards }: IntakeParts) {
    this.#signers = signers;
    this.#chains = chains;
    this.#judge = releases;
    this.#onwards = onwards;
  }

  take(file: string, { number, bytes }: Line): void {
    let line: ReceiptLine;
    try {
      line = checked(schemas.receiptLine, parseJson(bytes, LIMITS));
    } catch (error) {
      if (!(error instanceof HanlianError)) throw error;
      this.violations.push({ code: 'RECEIPT_MALFORMED', file, line: number, reason: error.code });
      return;
    }
    if ('record' in line) this.#takeRecord(line);
    else this.#takeAcknowledgement(line);
  }

  /** What can be said only once everything was read. */
  finish(): void {
    for (const [digest, record] of this.#forged) this.#standIn(record, digest);
    for (const releases of this.#waiting.values()) {
      for (const release of releases) this.#fault(release, { code: 'RELEASE_UNASKED' });
    }
    for (const acknowledgement of this.#acknowledged.values()) {
      const released = this.#released.get(acknowledgement.release);
      if (released !== undefined && isFor(acknowledgement, released)) released.acknowledged = true;
      else if (!this.#onwards.acknowledge(acknowledgement)) this.#unrecorded(acknowledgement);
    }
    this.violations.push(...this.#onwards.judge(this.#releases()));
  }

  /** Queries without an answer. */
  unanswered(): readonly Open[] {
    return [...this.#asked]
      .filter(([name]) => !this.#answered.has(name))
      .map(
        ([
          ,
          {
            query: { id, requester },
            provider,
            seq,
          },
        ]) => ({ provider, requester, seq, query: id }),
      );
  }

  /** What was released, by who asked and the id of the query; nobody needs it where nothing was handed on. */
  #releases(): ReleasesTo {
    const found = new Map<string, ReleasedToOperator>();
    for (const released of this.#onwards.isEmpty ? [] : this.#released.values()) {
      found.set(`${released.requester}~${released.query}`, released);
    }
    return (operator, query) => found.get(`${operator}~${query}`);
  }

  /** Releases whose receipt the requester has not confirmed. */
  unacknowledged(): readonly Open[] {
    return [...this.#released.values()]
      .filter(({ acknowledged }) => !acknowledged)
      .map(({ provider, requester, seq, query }) => ({ provider, requester, seq, query }));
  }

  #takeRecord(signed: SignedReceipt): void {
    const { record } = signed;
    const digest = receiptDigest(nodeHashes.sha256, signed);
    if (!this.#isSigned(record, signed.signature, record.provider, record.at)) {
      this.#takeForged(record, digest);
      return;
    }
    if (!this.#chains.add(record, digest)) return;
    this.tally.from = Math.min(this.tally.from, record.at);
    this.tally.to = Math.max(this.tally.to, record.at);
    if (record.kind === 'request') this.#takeRequest(record);
    else if (record.kind === 'onward') this.#takeOnward(record, digest);
    else this.#takeAnswer(record, digest);
  }

  /** What a provider has not signed is no word of its own: anyone can write it. */
  #takeForged(record: Receipt, digest: string): void {
    if (this.#forged.has(digest)) return;
    this.#forged.set(digest, record);
    this.#chains.addForged(record, digest);
    this.#fault(record, { code: 'RECEIPT_FORGED' });
  }

  /** One spoiled record is one violation: where it is all that is shown of its number, nothing else lacks it. */
  #standIn(record: Receipt, digest: string): void {
    if (this.#chains.has(record)) return;
    if (record.kind === 'request') this.#askedIn(record);
    else if (record.kind === 'onward') this.#onwards.standIn(record, digest);
    else this.#answeredIn(record, digest);
  }

  #askedIn(record: RequestReceipt): void {
    const { query } = record.asked;
    if (!this.#isQueryOf(record) || this.#asked.has(nameOf(query))) return;
    this.#ask(record);
  }

  #answeredIn(record: ReleaseReceipt | RefusalReceipt, digest: string): void {
    const name = answerTo(record);
    if (this.#answered.has(name)) return;
    this.#answered.add(name);
    if (record.kind === 'release') this.#hold(record, digest);
  }

  #takeRequest(record: RequestReceipt): void {
    this.tally.requests += 1;
    const { query } = record.asked;
    if (!this.#isQueryOf(record)) this.#fault(record, { code: 'QUERY_FORGED', query: query.id });
    else if (this.#asked.has(nameOf(query))) {
      this.#fault(record, { code: 'QUERY_REPLAYED', query: query.id });
    } else this.#ask(record);
  }

  /** A query is its requester's word, for the two departments whose chain it stands in. */
  #isQueryOf(record: RequestReceipt): boolean {
    const { query, signature } = record.asked;
    return isForThisPair(record) && this.#isSigned(query, signature, query.requester, query.issuedAt);
  }

  #ask({ asked: { query }, provider, seq }: RequestReceipt): void {
    const name = nameOf(query);
    this.#asked.set(name, { query, provider, seq });
    const waiting = this.#waiting.get(name) ?? [];
    this.#waiting.delete(name);
    for (const release of waiting) this.#judgeRelease(release, query);
  }

  #takeOnward(record: OnwardReceipt, digest: string): void {
    this.tally.onward += 1;
    this.#onwards.take(record, digest);
  }

  #takeAnswer(record: ReleaseReceipt | RefusalReceipt, digest: string): void {
    const name = answerTo(record);
    if (this.#answered.has(name)) {
      this.#fault(record, { code: 'ANSWERED_TWICE', query: record.query });
    }
    this.#answered.add(name);
    if (record.kind === 'refusal') {
      this.tally.refusals += 1;
      return;
    }
    this.tally.releases += 1;
    this.#hold(record, digest);
    const asked = this.#asked.get(name);
    if (asked !== undefined) this.#judgeRelease(record, asked.query);
    else this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), record]);
  }

  #hold(record: ReleaseReceipt, digest: string): void {
    const { provider, requester, seq, query, grant, at } = record;
    const fields = this.#held(record.fields);
    this.#released.set(digest, { provider, requester, seq, query, grant, fields, at, acknowledged: false });
  }

  #held(fields: string[]): string[] {
    const text = JSON.stringify(fields);
    const known = this.#fields.get(text) ?? fields;
    this.#fields.set(text, known);
    return known;
  }

  #judgeRelease(release: ReleaseReceipt, query: Query): void {
    for (const each of this.#judge.judge(release, query)) {
      this.#fault(release, { ...each, query: query.id, grant: release.grant });
    }
  }

  #takeAcknowledgement({ acknowledgement, signature }: SignedAcknowledgement): void {
    const { provider, requester, query, release, issuedAt } = acknowledgement;
    if (!this.#isSigned(acknowledgement, signature, requester, issuedAt)) {
      this.violations.push({ code: 'ACKNOWLEDGEMENT_FORGED', provider, requester, query });
      return;
    }
    // Whoever else signs for a record takes nobody's word away.
    const name = [release, provider, requester, query].join('~');
    if (this.#acknowledged.has(name)) return;
    this.tally.acknowledgements += 1;
    this.#acknowledged.set(name, acknowledgement);
  }

  #unrecorded({ provider, requester, query }: Acknowledgement): void {
    const seq = [...this.#released.values()].find(
      (released) => released.requester === requester && released.query === query,
    )?.seq;
    this.violations.push({
      code: 'ACKNOWLEDGEMENT_UNRECORDED',
      provider,
      requester,
      query,
      ...(seq !== undefined && { seq }),
    });
  }

  #isSigned(
    said: Query | Receipt | Acknowledgement,
    signature: string,
    organisation: string,
    at: number,
  ): boolean {
    const signed = { bytes: receiptBytes(said), signature };
    return this.#signers.isSigned(signed, { key: said.key, organisation, at });
  }

  #fault({ provider, requester, seq }: Receipt, what: Pick<Violation, 'code'> & Partial<Violation>): void {
    this.violations.push({ provider, requester, seq, ...what });
  }
}
