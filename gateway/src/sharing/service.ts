import {
  HanlianError,
  receiptBytes,
  requireNotAhead,
  type OpenQueries,
  type ReceiptsQuery,
  type SignedAcknowledgement,
} from '@hanlian/chaincode/domain';
import type { Speakers } from '../services/consents/speakers.js';
import type { RegistryView } from '../services/registry-view.js';
import { requireSigner } from '../services/signer.js';
import type { Caller, Services } from '../services/types.js';
import type { SentFile } from '../services/uploads/rejects.js';
import type { Asking } from './asking.js';
import type { Received } from './received.js';
import type { Receipts } from './receipts.js';
import type { Release } from './release.js';

/** Of each pair, in one answer. */
const MOST_OPEN = 200;

interface ServiceParts {
  readonly asking: Asking;
  readonly release: Release;
  readonly receipts: Receipts;
  readonly received: Received;
  readonly registry: RegistryView;
  readonly speakers: Pick<Speakers, 'of' | 'stands'>;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** What may be asked of a hub about queries and their receipts. */
export const queryService = (parts: ServiceParts): Services['queries'] => ({
  ask: (caller, input, address) => parts.asking.ask(caller, input, address),
  get: ({ department }, id) =>
    Promise.resolve(parts.received.find(department, id) ?? parts.receipts.find(department, id)),
  receipts: (caller, query) => exported(parts, caller, query),
  open: (caller, query) => openOf(parts, caller, query),
  answer: (question, address) => parts.release.answerLetter(question, address),
  acknowledge: (signed) => acknowledge(parts, signed),
});

async function acknowledge(
  parts: ServiceParts,
  signed: SignedAcknowledgement,
): Promise<{ readonly query: string }> {
  const { acknowledgement, signature } = signed;
  const { key, requester, provider, query, issuedAt } = acknowledgement;
  await parts.speakers.of(provider);
  const said = { bytes: receiptBytes(acknowledgement), signature };
  // It may come late, since hubs stand still at times: its key may have been replaced by then.
  requireNotAhead(issuedAt, parts.now());
  requireSigner(parts, said, { key, organisation: requester, at: issuedAt });
  await parts.receipts.acknowledge(signed);
  return { query };
}

/**
 * The two of a chain see it, whoever has taken the provider's place, and who runs audits sees all of this hub's.
 *
 * @throws {HanlianError} OTHER_DEPARTMENT
 */
async function pairsFor(
  { receipts, speakers, registry, now }: ServiceParts,
  { role, department }: Caller,
  { provider, requester }: ReceiptsQuery,
): Promise<readonly string[]> {
  const parties = [provider, requester, registry.inChargeOf(provider, now())];
  const sees = role === 'auditor' || parties.includes(department);
  if (!sees || !speakers.stands(provider)) {
    throw new HanlianError('OTHER_DEPARTMENT', 'These receipts are of others', { received: provider });
  }
  return requester === undefined ? [...(await receipts.chainsOf(provider)).keys()] : [requester];
}

async function exported(parts: ServiceParts, caller: Caller, query: ReceiptsQuery): Promise<SentFile> {
  const { provider } = query;
  const requesters = await pairsFor(parts, caller, query);
  return {
    media: 'application/x-ndjson',
    name: `receipts-${provider}.jsonl`,
    content: linesOf(parts.receipts, provider, requesters),
  };
}

/** Pair by pair, each record in order and behind a release what acknowledges it. */
async function* linesOf(
  receipts: Receipts,
  provider: string,
  requesters: readonly string[],
): AsyncGenerator<Uint8Array> {
  for (const requester of requesters) {
    for await (const { receipt, acknowledgement } of receipts.chain({ provider, requester })) {
      yield Buffer.from(`${JSON.stringify(receipt)}\n`);
      if (acknowledgement !== undefined) yield Buffer.from(`${JSON.stringify(acknowledgement)}\n`);
    }
  }
}

async function openOf(parts: ServiceParts, caller: Caller, query: ReceiptsQuery): Promise<OpenQueries> {
  const { provider } = query;
  const requesters = await pairsFor(parts, caller, query);
  const open = await Promise.all(
    requesters.map((requester) => parts.receipts.open({ provider, requester }, MOST_OPEN)),
  );
  return { items: open.flat() };
}
