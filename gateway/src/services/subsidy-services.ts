import type {
  LoanStatistics,
  LoanStatisticsQuery,
  ApprovalAnswer,
  ApprovalInput,
  ClaimActInput,
  ClaimAnswer,
  ClaimInput,
  ClaimQuery,
  ClaimSummary,
  ClaimWritten,
  PageQuery,
  ProgrammeEdition,
  ProgrammeInput,
  ProgrammeWritten,
  ReconciliationAnswer,
  TrancheAnswer,
  TrancheClosing,
  TrancheInput,
  TrancheQuery,
  TrancheWritten,
} from '@hanlian/chaincode/domain';
import type { Caller, Idempotency } from './caller.js';
import type { OrSigning, Page } from './shapes.js';

/** Interest subsidies: what the finance office decides, and what banks claim. */
export interface SubsidyServices {
  readonly subsidy: {
    putProgramme(
      caller: Caller,
      id: string,
      input: ProgrammeInput,
      once: Idempotency,
    ): Promise<OrSigning<ProgrammeWritten>>;
    programmes(caller: Caller, query: PageQuery): Promise<Page<ProgrammeEdition>>;
    /** Every edition, oldest first. */
    programme(caller: Caller, id: string): Promise<{ readonly items: readonly ProgrammeEdition[] }>;
    openTranche(
      caller: Caller,
      programme: string,
      input: TrancheInput,
      once: Idempotency,
    ): Promise<TrancheWritten>;
    closeTranche(
      caller: Caller,
      programme: string,
      input: TrancheClosing,
      once: Idempotency,
    ): Promise<TrancheWritten>;
    tranches(caller: Caller, programme: string, query: TrancheQuery): Promise<Page<TrancheAnswer>>;
    reconcile(caller: Caller, programme: string): Promise<ReconciliationAnswer>;
    claim(caller: Caller, input: ClaimInput, once: Idempotency): Promise<ClaimWritten>;
    act(caller: Caller, id: string, input: ClaimActInput, once: Idempotency): Promise<ClaimWritten>;
    /** To a bank its own, to the office its programmes'. */
    getClaim(caller: Caller, id: string): Promise<ClaimAnswer>;
    claims(caller: Caller, query: ClaimQuery): Promise<Page<ClaimSummary>>;
    /** One officer proposes, another agrees. */
    propose(caller: Caller, input: ApprovalInput, once: Idempotency): Promise<ApprovalAnswer>;
    approval(caller: Caller, id: string): Promise<ApprovalAnswer>;
    confirm(caller: Caller, id: string, once: Idempotency): Promise<ApprovalAnswer>;
  };
  readonly loanStatistics: {
    /** A bank's own loans, or for the finance office those of all. */
    of(caller: Caller, query: LoanStatisticsQuery): Promise<LoanStatistics>;
  };
}
