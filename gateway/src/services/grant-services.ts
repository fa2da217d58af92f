import type {
  GrantActAnswer,
  GrantActInput,
  GrantCheckAnswer,
  GrantCheckInput,
  GrantDecisionInput,
  GrantInput,
  GrantQuery,
  GrantView,
  LeaseView,
  PageQuery,
} from '@hanlian/chaincode/domain';
import type { Caller, Idempotency } from './caller.js';
import type { OrSigning, Page } from './shapes.js';

/** What is done to a grant, as the ledger calls it. */
export type GrantOperation =
  | 'decideGrant'
  | 'escalateGrant'
  | 'disputeGrant'
  | 'resolveGrantDispute'
  | 'pauseGrant'
  | 'resumeGrant'
  | 'withdrawGrant'
  | 'closeGrantCase';

/** What departments ask of one another's data: requests, decisions, and the clocks that run on them. */
export interface GrantServices {
  readonly grants: {
    request(caller: Caller, input: GrantInput, once: Idempotency): Promise<OrSigning<GrantActAnswer>>;
    act(
      caller: Caller,
      operation: GrantOperation,
      id: string,
      input: GrantActInput | GrantDecisionInput,
      once: Idempotency,
    ): Promise<OrSigning<GrantActAnswer>>;
    get(caller: Caller, id: string): Promise<GrantView>;
    list(caller: Caller, query: GrantQuery): Promise<Page<GrantView>>;
    leases(caller: Caller, id: string, query: PageQuery): Promise<Page<LeaseView>>;
    /** Whether a release would be covered, as this hub knows the ledger. */
    check(caller: Caller, id: string, input: GrantCheckInput): Promise<GrantCheckAnswer>;
  };
}
