import { Info, Returns, Transaction } from 'fabric-contract-api';
import { TransactionContext } from '../context.js';
import { HubContract } from '../contract.js';
import { amend } from './amend.js';
import { annul } from './annul.js';
import { cancelTransfer } from './cancel-transfer.js';
import { confirmTransferOut } from './confirm-transfer-out.js';
import { deregister } from './deregister.js';
import { get } from './get.js';
import { getBatch } from './get-batch.js';
import { importStock } from './import-stock.js';
import { inspect } from './inspect.js';
import { issue } from './issue.js';
import { openBatch } from './open-batch.js';
import { other } from './other.js';
import { page } from './page.js';
import { reinstate } from './reinstate.js';
import { renew } from './renew.js';
import { reseal } from './reseal.js';
import { revoke } from './revoke.js';
import { stateAt } from './state-at.js';
import { suspend } from './suspend.js';
import { transferIn } from './transfer-in.js';
import { transferOut } from './transfer-out.js';

/** Electronic certificates: issued under a department's seal, changed by its acts, never forgotten. */
@Info({
  title: 'license',
  description: 'Electronic certificates: issue, change of state, state at an instant',
})
export class LicenseContract extends HubContract {
  constructor() {
    super('license');
  }

  @Transaction()
  @Returns('string')
  openBatch(ctx: TransactionContext, request: string): Promise<string> {
    return openBatch(ctx, request);
  }

  @Transaction()
  @Returns('string')
  issue(ctx: TransactionContext, request: string): Promise<string> {
    return issue(ctx, request);
  }

  @Transaction()
  @Returns('string')
  importStock(ctx: TransactionContext, request: string): Promise<string> {
    return importStock(ctx, request);
  }

  @Transaction()
  @Returns('string')
  reseal(ctx: TransactionContext, request: string): Promise<string> {
    return reseal(ctx, request);
  }

  @Transaction()
  @Returns('string')
  amend(ctx: TransactionContext, request: string): Promise<string> {
    return amend(ctx, request);
  }

  @Transaction()
  @Returns('string')
  renew(ctx: TransactionContext, request: string): Promise<string> {
    return renew(ctx, request);
  }

  @Transaction()
  @Returns('string')
  suspend(ctx: TransactionContext, request: string): Promise<string> {
    return suspend(ctx, request);
  }

  @Transaction()
  @Returns('string')
  reinstate(ctx: TransactionContext, request: string): Promise<string> {
    return reinstate(ctx, request);
  }

  @Transaction()
  @Returns('string')
  annul(ctx: TransactionContext, request: string): Promise<string> {
    return annul(ctx, request);
  }

  @Transaction()
  @Returns('string')
  revoke(ctx: TransactionContext, request: string): Promise<string> {
    return revoke(ctx, request);
  }

  @Transaction()
  @Returns('string')
  deregister(ctx: TransactionContext, request: string): Promise<string> {
    return deregister(ctx, request);
  }

  @Transaction()
  @Returns('string')
  transferOut(ctx: TransactionContext, request: string): Promise<string> {
    return transferOut(ctx, request);
  }

  @Transaction()
  @Returns('string')
  confirmTransferOut(ctx: TransactionContext, request: string): Promise<string> {
    return confirmTransferOut(ctx, request);
  }

  @Transaction()
  @Returns('string')
  cancelTransfer(ctx: TransactionContext, request: string): Promise<string> {
    return cancelTransfer(ctx, request);
  }

  @Transaction()
  @Returns('string')
  transferIn(ctx: TransactionContext, request: string): Promise<string> {
    return transferIn(ctx, request);
  }

  @Transaction()
  @Returns('string')
  inspect(ctx: TransactionContext, request: string): Promise<string> {
    return inspect(ctx, request);
  }

  @Transaction()
  @Returns('string')
  other(ctx: TransactionContext, request: string): Promise<string> {
    return other(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  get(ctx: TransactionContext, request: string): Promise<string> {
    return get(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  stateAt(ctx: TransactionContext, request: string): Promise<string> {
    return stateAt(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  page(ctx: TransactionContext, request: string): Promise<string> {
    return page(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  getBatch(ctx: TransactionContext, request: string): Promise<string> {
    return getBatch(ctx, request);
  }
}
