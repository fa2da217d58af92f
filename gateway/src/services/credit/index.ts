import { canonicalize, formatInstant, type EntryReference, type JsonObject } from '@hanlian/chaincode/domain';
import type { LocalPlan, Plan } from '../../outbox/requests.js';
import { random16 } from '../../storage/random.js';
import { prepareBasis } from '../basis.js';
import { readMoment } from '../moments.js';
import type { Caller, Idempotency, OrSigning, Services } from '../types.js';
import { planAct } from './act.js';
import { planAcknowledgement } from './acknowledge.js';
import { holderOf } from './bodies.js';
import { gradeAt } from './evaluation.js';
import { overdue } from './overdue.js';
import type { CreditParts } from './parts.js';
import { proposals } from './proposals.js';
import { planPublishing } from './publish.js';
import { entriesOf, getEntry, publications, setsOf } from './read.js';
import { Recipients } from './recipients.js';

/** What is kept of a write: where it stands, and of an evaluation, for when. */
interface Kept {
  readonly transactionId: string;
  readonly at?: number;
}

/** Public credit information as departments, the credit office and others ask for it. */
export function creditService(parts: CreditParts): Services['credit'] {
  const recipients = new Recipients(parts);
  const write = <Answer>(
    caller: Caller,
    operation: string,
    once: Idempotency,
    make: () => { readonly argument: JsonObject; readonly answer: JsonObject } & Partial<Plan>,
    tell: (kept: Kept) => Answer | Promise<Answer>,
  ): Promise<OrSigning<Answer>> => {
    const plan = async (): Promise<Plan> => {
      await parts.caughtUp();
      const { argument, answer, changes = [], first = Promise.resolve() } = make();
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
    return parts.requests.write(caller.id, once, plan, tell);
  };
  return {
    publish: (caller, input, once) => {
      const plan = (): Promise<Plan | LocalPlan> => planPublishing(parts, caller, input);
      return parts.requests.write(caller.id, once, plan);
    },
    get: (caller, reference) => getEntry(parts, caller, reference),
    entries: (caller, subject, query) => entriesOf(parts, caller, subject, query),
    publications: (_caller, query) => publications(parts, query),
    overdue: (caller, query) => overdue(parts, recipients, caller, query),
    proposals: (caller, query) => proposals(parts, caller, query),
    act: (caller, operation, reference, body, once) => {
      const plan = (): Promise<Plan> => planAct(parts, recipients, caller, { operation, reference, body });
      return parts.requests.write(caller.id, once, plan, async ({ transactionId }: Kept) => ({
        ...(await getEntry(parts, caller, reference)),
        transactionId,
      }));
    },
    acknowledge: (caller, reference: EntryReference, input, once) =>
      write(
        caller,
        'acknowledgeStop',
        once,
        () => planAcknowledgement(parts, recipients, reference, input),
        ({ transactionId }) => ({ ...reference, transactionId }),
      ),
    evaluate: async (caller, subject, input, once) => {
      const at = input.at === undefined ? parts.now() : readMoment(input.at, 'end', 'at');
      const make = (): { argument: JsonObject; answer: JsonObject } => ({
        argument: { subject, at, person: caller.person },
        answer: { at },
      });
      return write(caller, 'evaluate', once, make, async ({ transactionId, at: given = at }) => ({
        ...(await gradeAt(parts, subject, { at: formatInstant(given) })),
        transactionId,
      }));
    },
    grade: (_caller, subject, query) => gradeAt(parts, subject, query),
    succeed: (caller, subject, { basis: input, expectedRevision, ...facts }, once) => {
      const make = (): { argument: JsonObject; answer: JsonObject } & Partial<Plan> => {
        const [[, head] = []] = setsOf(parts, subject, parts.now());
        const { basis, text } = prepareBasis(parts, input, [holderOf(subject)]);
        const argument = {
          ...facts,
          subject,
          basis,
          person: caller.person,
          expectedRevision: expectedRevision ?? head?.revision ?? 0,
        };
        return { argument, answer: {}, changes: [text.put], first: text.durable };
      };
      return write(caller, 'succeedSubject', once, make, ({ transactionId }) => ({ subject, transactionId }));
    },
  };
}
