import type {
  LendingErrand,
  LendingErrandDone,
  LoanActInput,
  LoanAnswer,
  LoanFileAnswer,
  LoanInput,
  LoanQuery,
  LoanReceipt,
  LoanStanding,
  LoanStatementInput,
  LoanSummary,
  LoanViewInput,
  OwnLoan,
  ProductAnswer,
  ProductInput,
  ProductQuery,
  ProductWritten,
  TaskAnswer,
} from '@hanlian/chaincode/domain';
import type { Caller, Idempotency } from './caller.js';
import type { OrSigning, Page } from './shapes.js';

/** Loans: what enterprises sign comes from anyone; a bank sees and decides its own, and nobody else's. */
export interface LoanServices {
  readonly loans: {
    putProduct(
      caller: Caller,
      product: { readonly bank: string; readonly id: string },
      input: ProductInput,
      once: Idempotency,
    ): Promise<OrSigning<ProductWritten>>;
    product(bank: string, id: string): Promise<ProductAnswer>;
    products(query: ProductQuery): Promise<Page<ProductAnswer>>;
    /** An application; handed in at another hub, it is passed on to the bank's. */
    apply(input: LoanInput): Promise<LoanReceipt>;
    /** What the enterprise signs of its application later. */
    state(id: string, input: LoanStatementInput): Promise<LoanReceipt>;
    /** What the enterprise asks by its signature, answered once; at another hub, it is passed on to the bank's. */
    viewOwn(id: string, input: LoanViewInput): Promise<OwnLoan>;
    /** As the channel shows it to everyone. */
    standing(id: string): Promise<LoanStanding>;
    list(caller: Caller, query: LoanQuery): Promise<Page<LoanSummary>>;
    get(caller: Caller, id: string): Promise<LoanAnswer>;
    file(caller: Caller, id: string): Promise<LoanFileAnswer>;
    /** An officer's act; where two decide, it waits for the second. */
    act(
      caller: Caller,
      id: string,
      input: LoanActInput,
      once: Idempotency,
    ): Promise<LoanReceipt | TaskAnswer>;
    /** What a bank's hub has taken to the ledger. */
    carry(errand: LendingErrand): Promise<LendingErrandDone>;
  };
}
