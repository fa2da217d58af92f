import { createHmac } from 'node:crypto';
import {
  barToRelease,
  HanlianError,
  isErrorCode,
  keys,
  masked,
  opens,
  receiptBytes,
  requireOfNow,
  responseDigest,
  type Grant,
  type LedgerView,
  type Query,
  type QueryQuestion,
  type QueryReply,
  type ReleasedData,
  type SignedReceipt,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { Logger } from 'pino';
import { LedgerError } from '../ledger/port.js';
import { loggable } from '../observability/loggable.js';
import type { ReadModel } from '../readmodel/read-model.js';
import type { Speakers } from '../services/consents/speakers.js';
import { grantOf } from '../services/grants/read.js';
import type { KnownSurroundings } from '../services/grants/surroundings.js';
import { recordAt } from '../services/records.js';
import type { RegistryView } from '../services/registry-view.js';
import { requireSigner } from '../services/signer.js';
import type { Put } from '../storage/store.js';
import { encryptedTo } from './encryption.js';
import type { Leases } from './leases.js';
import { requireFrom } from './networks.js';
import type { Rates } from './rates.js';
import type { Receipts } from './receipts.js';
import type { Sources } from './sources/index.js';
import type { Views } from './views.js';

const SALT_BYTES = 16;

interface ReleaseParts {
  readonly registry: RegistryView;
  readonly model: ReadModel;
  readonly surroundings: KnownSurroundings;
  readonly speakers: Pick<Speakers, 'of'>;
  readonly receipts: Receipts;
  readonly sources: Sources;
  readonly leases: Leases;
  readonly rates: Rates;
  readonly views: Views;
  /** From what salts of answers come: an answer's digest tells nothing to who has neither it nor the answer. */
  readonly saltKey: Uint8Array;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly logger: Pick<Logger, 'error'>;
}

interface Judged {
  readonly grant: Grant;
  readonly view: LedgerView;
}

/** All that goes out and into the record, before either does. */
interface Prepared {
  readonly said: Extract<Parameters<Receipts['conclude']>[1], { kind: 'release' }>;
  readonly data: ReleasedData;
  readonly spent: () => Put;
}

/**
 * The provider's side, in five steps: the signed request is on disk; the provider's source is asked; the release record is
 * on disk; then data goes out, nothing beyond the mask; the acknowledgement follows by itself. The grant is looked at
 * before the source is asked and again after, and each time as the ledger has it now.
 */
export class Release {
  readonly #parts: ReleaseParts;

  constructor(parts: ReleaseParts) {
    this.#parts = parts;
  }

  /**
   * What another department's hub asks by a signed query.
   *
   * @throws {HanlianError} why the query counts for nothing; then nothing of it is recorded
   */
  async answerLetter(question: QueryQuestion, address: string): Promise<QueryReply> {
    const { speakers, views, registry, now } = this.#parts;
    const { query, signature } = question.asked;
    await views.newest();
    const said = { bytes: receiptBytes(query), signature };
    requireSigner(this.#parts, said, { key: query.key, organisation: query.requester });
    requireOfNow(query.issuedAt, now());
    if (registry.department(query.requester) === undefined) {
      throw new HanlianError('OTHER_DEPARTMENT', 'Only departments ask', { field: 'requester' });
    }
    await speakers.of(query.provider);
    if (!opens(nodeHashes.sha256, query, question.opening)) {
      throw new HanlianError('QUERY_OPENING_WRONG', 'Subject or reason is not what the query commits to');
    }
    return this.answer(question, address);
  }

  /**
   * A query known to be its requester's. Whatever comes of it is recorded: a refusal too.
   *
   * @throws {HanlianError} QUERY_REPLAYED; LEDGER_DISK_FULL and others when there is no record, and so no data
   */
  async answer({ asked, opening }: QueryQuestion, address: string): Promise<QueryReply> {
    const { receipts, sources } = this.#parts;
    const { query } = asked;
    const request = await receipts.receive(asked, opening, sources.retention(query.resource));
    const prepared = await this.#prepare(query, opening.subject.value, address).catch((error: unknown) =>
      this.#refusalIn(query, error),
    );
    if (typeof prepared === 'string') {
      return { v: 1, request, outcome: await this.#refuse(query, prepared) };
    }
    const { said, spent, data } = prepared;
    const outcome = await receipts.conclude(query, said, () => [spent()]);
    return { v: 1, request, outcome, data };
  }

  async #prepare(query: Query, subject: string, address: string): Promise<Prepared> {
    const { leases, rates, sources, now } = this.#parts;
    const { grant: before } = await this.#judge(query, address);
    rates.count(before, now());
    const { use, requireAt, spent, giveBack } = await leases.use(before, now());
    try {
      const found = await sources.ask(query.resource, subject, query.fields);
      const { rows, removed } = masked(query.fields, found);
      const salt = this.#saltOf(query);
      const data = await dataOf(query, { salt, rows });
      const { grant, view } = await this.#judge(query, address);
      requireAt(now());
      const said = {
        kind: 'release',
        query: query.id,
        grant: grant.id,
        grantRevision: grant.revision,
        view,
        lease: use,
        fields: query.fields,
        rows: rows.length,
        removed,
        responseDigest: responseDigest(nodeHashes.sha256, salt, rows),
        visibility: grant.visibility,
      } as const;
      return { said, data, spent };
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  /** @throws {HanlianError} GRANT_*, QUERY_NETWORK_NOT_ALLOWED, LEDGER_VIEW_STALE */
  async #judge(query: Query, address: string): Promise<Judged> {
    const view = await this.#parts.views.newest();
    const grant = grantOf(this.#parts.model, query.grant);
    const at = this.#parts.now();
    if (this.#parts.registry.inChargeOf(grant.provider, at) !== query.provider) {
      throw new HanlianError('GRANT_OF_ANOTHER', 'The grant is of another provider', { field: 'provider' });
    }
    const around = await this.#parts.surroundings.of(grant, at);
    const bar = barToRelease(grant, { ...query, recipient: query.requester }, at, around);
    if (bar !== undefined) throw new HanlianError(bar.code, 'The grant does not cover the query');
    requireFrom(grant.networks, address);
    return { grant, view };
  }

  /** By which code nothing is released. What that does not tell the operator, the log does: of no person. */
  #refusalIn({ id: query, requester, resource }: Query, error: unknown): string {
    const code = codeOf(error);
    if (code === 'INTERNAL' || (error instanceof Error && error.cause !== undefined)) {
      const about = { query, requester, resource, code, error: loggable(error) };
      this.#parts.logger.error(about, 'nothing released');
    }
    return code;
  }

  #refuse(query: Query, code: string): Promise<SignedReceipt> {
    const known = recordAt(this.#parts.model, keys.grant(query.grant)) as Grant | undefined;
    return this.#parts.receipts.conclude(query, {
      kind: 'refusal',
      query: query.id,
      grant: query.grant,
      ...(known && { grantRevision: known.revision }),
      view: this.#parts.views.last,
      code,
    });
  }

  #saltOf({ requester, id }: Query): string {
    const salt = createHmac('sha256', this.#parts.saltKey).update(`${requester}\n${id}`).digest();
    return salt.subarray(0, SALT_BYTES).toString('base64url');
  }
}

const dataOf = async (
  { encryptTo }: Query,
  data: { readonly salt: string; readonly rows: Parameters<typeof masked>[1] },
): Promise<ReleasedData> =>
  encryptTo === undefined
    ? { salt: data.salt, rows: [...data.rows] }
    : { encrypted: await encryptedTo(encryptTo, data) };

function codeOf(error: unknown): string {
  const known = error instanceof HanlianError || error instanceof LedgerError;
  return known && isErrorCode(error.code) ? error.code : 'INTERNAL';
}
