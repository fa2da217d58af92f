import { createHash } from 'node:crypto';
import {
  canonicalize,
  HanlianError,
  type AccessObjectionInput,
  type Objection,
  type ObjectionAnswer,
} from '@hanlian/chaincode/domain';
import type { Plan } from '../../outbox/requests.js';
import { subjectHolder } from '../../sharing/openings.js';
import { random16 } from '../../storage/random.js';
import { prepareText } from '../basis.js';
import type { Speakers } from '../consents/speakers.js';
import type { LicenseParts } from '../licenses/parts.js';
import { filing, type Filings } from './filings.js';
import { accessesTo, objectionTo, type ShownAccess, type ShownParts } from './shown.js';

export interface ObjectingParts extends LicenseParts, Pick<ShownParts, 'receipts' | 'told'> {
  readonly speakers: Pick<Speakers, 'named'>;
  readonly filings: Filings;
}

/** What somebody says, whichever way it was proven whose data it is. */
export const objectionIn = (input: AccessObjectionInput): Objection =>
  'statement' in input ? input.statement : input.objection;

/**
 * Takes an objection to the ledger in the provider's name. What was said stays with the provider, encrypted under the key
 * of who said it; the ledger gets salted digests.
 *
 * @throws {HanlianError} ACCESS_UNKNOWN for what is not shown to the subject, and as the contract refuses it
 */
export async function fileObjection(
  parts: ObjectingParts,
  subject: string,
  input: AccessObjectionInput,
): Promise<ObjectionAnswer> {
  const { requester, query } = objectionIn(input);
  const shown = await accessesTo(parts, subject);
  const one = shown.find(({ access }) => access.requester === requester && access.query === query);
  if (one === undefined) throw new HanlianError('ACCESS_UNKNOWN', 'There is no such access');
  if (one.access.objection !== undefined) return one.access.objection;
  const said = canonicalize(input);
  const bodyDigest = createHash('sha256').update(said).digest('base64url');
  const once = { key: `${requester}~${query}~${bodyDigest}`, bodyDigest };
  const objected = { subject, input, said, one, request: once.key };
  await parts.filings.file({ requester, query }, once, () => planOf(parts, objected));
  await parts.caughtUp();
  // It was written by now, or the contract has refused it.
  return objectionTo(parts, requester, query) as ObjectionAnswer;
}

interface Objected {
  readonly subject: string;
  readonly input: AccessObjectionInput;
  readonly said: string;
  readonly one: ShownAccess;
  /** What the write is kept by. */
  readonly request: string;
}

async function planOf(
  parts: ObjectingParts,
  { subject, input, said, one, request }: Objected,
): Promise<Plan> {
  const { registry, random, now, speakers } = parts;
  const { requester, query, reason } = objectionIn(input);
  const { provider, authority } = one.access;
  const about = [subjectHolder(subject)];
  const [evidence, why] = [
    prepareText(parts, 'objection', said, about),
    prepareText(parts, 'basis', reason, about),
  ];
  const id = random16(random);
  const argument = canonicalize({
    v: 1,
    intent: random16(random),
    id,
    department: registry.inChargeOf(requester, now()),
    about: { grant: authority.grant, provider, requester, seq: one.seq },
    evidence: evidence.digest,
    reason: why.digest,
  });
  const job = {
    v: 1 as const,
    id: random16(random),
    signatory: await speakers.named(provider),
    steps: [{ function: 'sharing:fileObjection', argument }],
    answer: { finding: id },
    ids: 'transactionId' as const,
  };
  return {
    job,
    changes: [evidence.text.put, why.text.put, filing({ requester, query }, { finding: id, request })],
    first: Promise.all([evidence.text.durable, why.text.durable]),
  };
}
