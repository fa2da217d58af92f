import {
  HanlianError,
  isErrorCode,
  keys,
  partCommitment,
  receiptBytes,
  responseDigest,
  schemas,
  type Grant,
  type Query,
  type QueryAnswer,
  type QueryInput,
  type QueryOpening,
  type QueryQuestion,
  type QueryReply,
  type ReleasedData,
  type ReleaseReceipt,
  type SignedAcknowledgement,
  type SignedReceipt,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { ExchangeKeys } from '../exchange/keys.js';
import type { Peers } from '../exchange/peers.js';
import type { ReadModel } from '../readmodel/read-model.js';
import type { Speakers } from '../services/consents/speakers.js';
import { grantOf } from '../services/grants/read.js';
import type { RegistryView } from '../services/registry-view.js';
import { requireSigner } from '../services/signer.js';
import type { Caller } from '../services/types.js';
import { random16, type Random } from '../storage/random.js';
import { acknowledgementOf } from './acknowledging.js';
import type { Received } from './received.js';
import type { Receipts } from './receipts.js';
import type { Release } from './release.js';

interface AskingParts {
  readonly registry: RegistryView;
  readonly model: ReadModel;
  readonly caughtUp: () => Promise<void>;
  readonly speakers: Pick<Speakers, 'stands'>;
  readonly keys: ExchangeKeys;
  readonly peers: Peers;
  readonly release: Release;
  readonly receipts: Receipts;
  readonly received: Received;
  readonly random: Random;
  /** Seconds since 1970. */
  readonly now: () => number;
}

const { sha256 } = nodeHashes;

/** The requester's side: its department signs what its callers ask, and acknowledges what came. */
export class Asking {
  readonly #parts: AskingParts;

  constructor(parts: AskingParts) {
    this.#parts = parts;
  }

  /**
   * Data of another department under a grant.
   *
   * @throws {HanlianError} GRANT_UNKNOWN, QUERY_REPLAYED, EXCHANGE_*, and what the provider refuses with
   */
  async ask({ department }: Caller, input: QueryInput, address: string): Promise<QueryAnswer> {
    const grant = await this.#grant(input.grant);
    const question = await this.#sign(department, grant, input);
    return this.#parts.speakers.stands(question.asked.query.provider)
      ? this.#askHere(question, address)
      : this.#askThere(question);
  }

  /** Of a provider in this very hub: its receipts are both sides'. */
  async #askHere(question: QueryQuestion, address: string): Promise<QueryAnswer> {
    const { release, receipts } = this.#parts;
    const reply = await release.answer(question, address);
    requireReleased(reply);
    await receipts.acknowledge(await this.#acknowledge(question.asked.query, reply.outcome));
    return answerOf(question, reply);
  }

  async #askThere(question: QueryQuestion): Promise<QueryAnswer> {
    const { peers, received } = this.#parts;
    const { query } = question.asked;
    await received.asked(question);
    const path = '/v1/exchange/queries';
    const reply = await peers.ask(query.provider, { path, question, reply: schemas.queryReply });
    this.#requireRight(question, reply);
    if (reply.outcome.record.kind === 'refusal') await received.answered(question, reply);
    requireReleased(reply);
    await received.answered(question, reply, await this.#acknowledge(query, reply.outcome));
    return answerOf(question, reply);
  }

  async #grant(id: string): Promise<Grant> {
    const { model, caughtUp } = this.#parts;
    if (model.get(keys.grant(id)) === undefined) await caughtUp();
    return grantOf(model, id);
  }

  async #sign(requester: string, grant: Grant, input: QueryInput): Promise<QueryQuestion> {
    const { keys: own, random, now, registry } = this.#parts;
    const { subject, reason, ...asked } = input;
    const at = now();
    const opening: QueryOpening = {
      subject: { value: subject, salt: random16(random) },
      reason: { value: reason, salt: random16(random) },
    };
    const { id: key } = await own.of(requester);
    const query: Query = {
      v: 1,
      kind: 'query',
      ...asked,
      requester,
      key,
      // Whoever has taken the provider's place has what it had to give.
      provider: registry.inChargeOf(grant.provider, at),
      resource: grant.resource,
      subject: partCommitment(sha256, opening.subject),
      reason: partCommitment(sha256, opening.reason),
      issuedAt: at,
    };
    return { v: 1, asked: { query, signature: await own.sign(requester, receiptBytes(query)) }, opening };
  }

  #acknowledge(
    { id: query, provider, requester }: Query,
    outcome: SignedReceipt,
  ): Promise<SignedAcknowledgement> {
    return acknowledgementOf(this.#parts, { provider, requester, query }, outcome);
  }

  /** @throws {HanlianError} EXCHANGE_REPLY_WRONG, HOLDER_KEY_NOT_BOUND, SIGNATURE_INVALID */
  #requireRight({ asked }: QueryQuestion, reply: QueryReply): void {
    const { provider, requester } = asked.query;
    for (const { record, signature } of [reply.request, reply.outcome]) {
      if (record.provider !== provider || record.requester !== requester) throw wrong();
      const said = { bytes: receiptBytes(record), signature };
      requireSigner(this.#parts, said, { key: record.key, organisation: provider });
    }
    if (!answers(asked, reply)) throw wrong();
  }
}

/** Whether the records are of this very query, and the data what the release record says. */
function answers(
  { query, signature }: QueryQuestion['asked'],
  { request, outcome, data }: QueryReply,
): boolean {
  const { record } = outcome;
  if (request.record.kind !== 'request' || request.record.asked.signature !== signature) return false;
  if (!('query' in record) || record.query !== query.id) return false;
  return record.kind === 'refusal' ? data === undefined : data !== undefined && isData(record, data);
}

/** What is encrypted is for its reader to check. */
const isData = ({ responseDigest: digest }: ReleaseReceipt, data: ReleasedData): boolean =>
  'encrypted' in data || responseDigest(sha256, data.salt, data.rows) === digest;

const wrong = (): HanlianError =>
  new HanlianError('EXCHANGE_REPLY_WRONG', 'The reply is not the answer to this query');

/** The provider's refusal is this hub's: its code is of the same registry. */
function requireReleased({ outcome: { record } }: QueryReply): void {
  if (record.kind !== 'refusal') return;
  const code = isErrorCode(record.code) ? record.code : 'EXCHANGE_REPLY_WRONG';
  throw new HanlianError(code, 'The provider released nothing, and recorded why', { query: record.query });
}

const answerOf = ({ asked }: QueryQuestion, { request, outcome, data }: QueryReply): QueryAnswer => ({
  id: asked.query.id,
  provider: asked.query.provider,
  request,
  release: outcome,
  data: data as NonNullable<QueryReply['data']>,
});
