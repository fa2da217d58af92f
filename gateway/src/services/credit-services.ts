import type {
  AcceptRepairInput,
  AcknowledgedAnswer,
  AcknowledgeInput,
  ApplyRepairInput,
  CorrectEntryInput,
  CreditEntryAnswer,
  EntriesPublishedAnswer,
  EntriesQuery,
  EntriesView,
  EntryActAnswer,
  EntryActInput,
  EntryOperation,
  EntryReference,
  EvaluateInput,
  EvaluationAnswer,
  EvaluationQuery,
  OverdueItem,
  Proposal,
  ProposalQuery,
  OverdueQuery,
  PublicationsQuery,
  PublishEntriesInput,
  ResolveDisputeInput,
  ReviewRepairInput,
  SucceededAnswer,
  SucceedSubjectInput,
} from '@hanlian/chaincode/domain';
import type { Caller, Idempotency } from './caller.js';
import type { OrSigning, Page } from './shapes.js';

/** What the acts on an entry say besides their basis. */
export type EntryActBody =
  | EntryActInput
  | CorrectEntryInput
  | ResolveDisputeInput
  | ApplyRepairInput
  | AcceptRepairInput
  | ReviewRepairInput;

/** What is asked of public credit information: entries about enterprises, their repair, and what follows from them. */
export interface CreditServices {
  readonly credit: {
    publish(
      caller: Caller,
      input: PublishEntriesInput,
      once: Idempotency,
    ): Promise<OrSigning<EntriesPublishedAnswer>>;
    get(caller: Caller, reference: EntryReference): Promise<CreditEntryAnswer>;
    /** Everything the caller may see of an enterprise's record. */
    entries(caller: Caller, subject: string, query: EntriesQuery): Promise<EntriesView>;
    /** What is published on a day. */
    publications(caller: Caller, query: PublicationsQuery): Promise<Page<CreditEntryAnswer>>;
    /** Duties that were not met in time. */
    overdue(caller: Caller, query: OverdueQuery): Promise<Page<OverdueItem>>;
    /** Changes of certificates that penalties propose. */
    proposals(caller: Caller, query: ProposalQuery): Promise<Page<Proposal>>;
    act(
      caller: Caller,
      operation: EntryOperation,
      reference: EntryReference,
      body: EntryActBody,
      once: Idempotency,
    ): Promise<OrSigning<EntryActAnswer>>;
    /** One who was told of a repaired entry has stopped using it. */
    acknowledge(
      caller: Caller,
      reference: EntryReference,
      input: AcknowledgeInput,
      once: Idempotency,
    ): Promise<OrSigning<AcknowledgedAnswer>>;
    /** The grade of an enterprise, put on the ledger. */
    evaluate(
      caller: Caller,
      subject: string,
      input: EvaluateInput,
      once: Idempotency,
    ): Promise<OrSigning<EvaluationAnswer>>;
    /** The same, computed only. */
    grade(caller: Caller, subject: string, query: EvaluationQuery): Promise<EvaluationAnswer>;
    succeed(
      caller: Caller,
      subject: string,
      input: SucceedSubjectInput,
      once: Idempotency,
    ): Promise<OrSigning<SucceededAnswer>>;
  };
}
