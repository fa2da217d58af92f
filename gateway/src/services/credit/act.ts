import {
  canonicalize,
  entryRevision,
  HanlianError,
  type CreditEntry,
  type CreditFactsInput,
  type EntryOperation,
  type EntryReference,
  type JsonObject,
} from '@hanlian/chaincode/domain';
import type { Prepared } from '../../documents/documents.js';
import { omit } from '../../omit.js';
import type { Plan } from '../../outbox/requests.js';
import { random16 } from '../../storage/random.js';
import { prepareBasis } from '../basis.js';
import type { Caller } from '../types.js';
import { holderOf } from './bodies.js';
import { findEntry, prepareFacts } from './facts.js';
import type { CreditParts } from './parts.js';
import type { EntryActBody } from '../credit-services.js';
import type { Recipients } from './recipients.js';
import { reviewWaits } from './waiting-reviews.js';

/** @throws {HanlianError} ENTRY_UNKNOWN */
export function requireEntryRecord(
  parts: Pick<CreditParts, 'model'>,
  reference: EntryReference,
): CreditEntry {
  const entry = findEntry(parts, reference);
  if (entry !== undefined) return entry;
  throw new HanlianError('ENTRY_UNKNOWN', 'No such entry stands on the ledger', {
    received: reference.entry,
  });
}

export interface EntryAct {
  readonly operation: EntryOperation;
  readonly reference: EntryReference;
  readonly body: EntryActBody;
}

/**
 * Makes one act on an entry ready.
 *
 * @throws {HanlianError} ENTRY_UNKNOWN
 */
export async function planAct(
  parts: CreditParts,
  recipients: Recipients,
  { id: caller, identity, person, department }: Caller,
  { operation, reference, body }: EntryAct,
): Promise<Plan> {
  await parts.caughtUp();
  const entry = requireEntryRecord(parts, reference);
  const { basis: basisInput, expectedRevision = entryRevision(entry) } = body;
  const stated = omit(body, 'basis', 'expectedRevision') as unknown as Stated;
  const { basis, text } = prepareBasis(parts, basisInput, [holderOf(reference.subject)]);
  const { said, prepared } =
    operation === 'reviewRepair'
      ? await reviewed(recipients, reference, department, stated)
      : stating(parts, reference, entry, stated);
  const job = random16(parts.random);
  const isWaiting = operation === 'reviewRepair' && (await parts.requests.isHeld(identity));
  const argument = {
    v: 1,
    intent: random16(parts.random),
    ...reference,
    expectedRevision,
    person,
    basis,
    ...said,
  };
  return {
    job: {
      v: 1,
      id: job,
      signatory: identity,
      steps: [{ function: `credit:${operation}`, argument: canonicalize(argument) }],
      answer: { ...reference },
      ids: 'transactionId',
    },
    changes: [
      text.put,
      ...prepared.map(({ put }) => put),
      ...(isWaiting ? [reviewWaits(reference, { caller, job })] : []),
    ],
    first: Promise.all([text, ...prepared].map(({ durable }) => durable)),
  };
}

interface Said {
  readonly said: JsonObject;
  /** What must be on disk with it. */
  readonly prepared: readonly Prepared[];
}

/** What an act says besides its basis and revision. */
type Stated = JsonObject & { readonly facts?: CreditFactsInput };

/** A repair's review names by commitments all whom the entry was shown to. */
async function reviewed(
  recipients: Recipients,
  reference: EntryReference,
  office: string,
  stated: Stated,
): Promise<Said> {
  const { commitments, prepared } = await recipients.commit(reference, office);
  return { said: { ...stated, recipients: commitments }, prepared };
}

/** Facts go to the ledger by their roots, and their body to the store. */
function stating(
  parts: CreditParts,
  reference: EntryReference,
  entry: CreditEntry,
  { facts: told, ...others }: Stated,
): Said {
  if (told === undefined) return { said: others, prepared: [] };
  const { facts, body } = prepareFacts(parts, reference, entry.category, told, 'facts');
  return { said: { ...others, facts: facts }, prepared: [body] };
}
