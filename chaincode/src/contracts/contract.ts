import { Contract } from 'fabric-contract-api';
import { encodeError, HanlianError } from '../domain/index.js';
import { TransactionContext } from './context.js';

/** What the hub's contracts share: the context of a transaction, and refusals that cross the ledger with their code. */
export abstract class HubContract extends Contract {
  override createContext(): TransactionContext {
    return new TransactionContext();
  }

  /** Of a thrown error only the message reaches the client, so the message carries code and details. */
  override aroundTransaction(
    ctx: TransactionContext,
    method: () => unknown,
    parameters: unknown,
  ): Promise<void> {
    return super.aroundTransaction(ctx, method, parameters).catch((error: unknown) => {
      throw error instanceof HanlianError ? new Error(encodeError(error), { cause: error }) : error;
    });
  }
}
