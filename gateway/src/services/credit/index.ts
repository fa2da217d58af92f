import { canonicalize, formatInstant, type EntryReference, type JsonObject } from '@hanlian/chaincode/domain';
import type { Plan } from '../../outbox/requests.js';
import { random16 } from '../../storage/random.js';
import { prepareBasis } from '../basis.js';
import { readMoment } from '../moments.js';
import { requireOwnKey } from '../own-key.js';
import type { Caller, Idempotency, Services } from '../types.js';
import { actOnEntry } from './act.js';
import { planAcknowledgement } from './acknowledge.js';
import { holderOf } from './bodies.js';
import { gradeAt } from './evaluation.js';
import { overdue } from './overdue.js';
import type { CreditParts } from './parts.js';
import { proposals } from './proposals.js';
import { publishEntries } from './publish.js';
import { entriesOf, getEntry, publications, setsOf } from './read.js';
import { Recipients } from './recipients.js';

/** Public credit information as departments, the credit office and others ask for it. */
export function creditService(parts: CreditParts): Services['credit'] {
  const recipients = new Recipients(parts);
  const write = async (
    caller: Caller,
    operation: string,
    once: Idempotency,
    make: () => Promise<{ readonly argument: JsonObject; readonly answer: JsonObject } & Partial<Plan>>,
  ): Promise<{ transactionId: string }> => {
    await requireOwnKey(parts, caller);
    const plan = async (): Promise<Plan> => {
      await parts.caughtUp();
      const { argument, answer, changes = [], first = Promise.resolve() } = await make();
      const step = {
        function: `credit:${operation}`,
        argument: canonicalize({ v: 1, intent: random16(parts.random), ...argument }),
      };
      const job = {
        v: 1 as const,
        id: random16(parts.random),
        signatory: caller.identity,
        steps: [step],
        answer,
        ids: 'transactionId' as const,
      };
      return { job, changes, first };
    };
    return (await parts.requests.once(caller.id, once, plan)) as { transactionId: string };
  };
  return {
    publish: (caller, input, once) => publishEntries(parts, caller, input, once),
    get: (caller, reference) => getEntry(parts, caller, reference),
    entries: (caller, subject, query) => entriesOf(parts, caller, subject, query),
    publications: (_caller, query) => publications(parts, query),
    overdue: (caller, query) => overdue(parts, recipients, caller, query),
    proposals: (caller, query) => proposals(parts, caller, query),
    act: async (caller, operation, reference, body, once) => {
      const transactionId = await actOnEntry(parts, recipients, caller, { operation, reference, body }, once);
      return { ...(await getEntry(parts, caller, reference)), transactionId };
    },
    acknowledge: async (caller, reference: EntryReference, input, once) => {
      const { transactionId } = await write(caller, 'acknowledgeStop', once, () =>
        Promise.resolve(planAcknowledgement(parts, recipients, reference, input)),
      );
      return { ...reference, transactionId };
    },
    evaluate: async (caller, subject, input, once) => {
      const at = input.at === undefined ? parts.now() : readMoment(input.at, 'end', 'at');
      const { transactionId, at: given } = (await write(caller, 'evaluate', once, () =>
        Promise.resolve({
          argument: { subject, at, person: caller.person },
          answer: { at },
        }),
      )) as { transactionId: string; at: number };
      const graded = await gradeAt(parts, subject, { at: formatInstant(given) });
      return { ...graded, transactionId };
    },
    grade: (_caller, subject, query) => gradeAt(parts, subject, query),
    succeed: async (caller, subject, { basis: input, expectedRevision, ...facts }, once) => {
      const { transactionId } = await write(caller, 'succeedSubject', once, () => {
        const [[, head] = []] = setsOf(parts, subject, parts.now());
        const { basis, text } = prepareBasis(parts, input, [holderOf(subject)]);
        const argument = {
          ...facts,
          subject,
          basis,
          person: caller.person,
          expectedRevision: expectedRevision ?? head?.revision ?? 0,
        };
        return Promise.resolve({ argument, answer: {}, changes: [text.put], first: text.durable });
      });
      return { subject, transactionId };
    },
  };
}
