import { Info, Returns, Transaction } from 'fabric-contract-api';
import { TransactionContext } from '../context.js';
import { HubContract } from '../contract.js';
import {
  answerInfo,
  approve,
  askInfo,
  cancel,
  close,
  correct,
  cureOverdue,
  declareOverdue,
  disburse,
  reject,
  repay,
  signContract,
  startReview,
  withdraw,
} from './acts.js';
import { apply } from './apply.js';
import { authorize } from './authorize.js';
import { bindReport } from './bind-report.js';
import { getProduct, pageProducts } from './products.js';
import { putProduct } from './put-product.js';
import { getFigures, getLoan, pageSteps } from './reads.js';

/** Loans from application to closure. */
@Info({
  title: 'loan',
  description: 'Loans from application to closure: what happened, and that it was signed',
})
export class LoanContract extends HubContract {
  constructor() {
    super('loan');
  }

  @Transaction()
  @Returns('string')
  putProduct(ctx: TransactionContext, request: string): Promise<string> {
    return putProduct(ctx, request);
  }

  @Transaction()
  @Returns('string')
  apply(ctx: TransactionContext, request: string): Promise<string> {
    return apply(ctx, request);
  }

  @Transaction()
  @Returns('string')
  authorize(ctx: TransactionContext, request: string): Promise<string> {
    return authorize(ctx, request);
  }

  @Transaction()
  @Returns('string')
  bindReport(ctx: TransactionContext, request: string): Promise<string> {
    return bindReport(ctx, request);
  }

  @Transaction()
  @Returns('string')
  startReview(ctx: TransactionContext, request: string): Promise<string> {
    return startReview(ctx, request);
  }

  @Transaction()
  @Returns('string')
  askInfo(ctx: TransactionContext, request: string): Promise<string> {
    return askInfo(ctx, request);
  }

  @Transaction()
  @Returns('string')
  answerInfo(ctx: TransactionContext, request: string): Promise<string> {
    return answerInfo(ctx, request);
  }

  @Transaction()
  @Returns('string')
  approve(ctx: TransactionContext, request: string): Promise<string> {
    return approve(ctx, request);
  }

  @Transaction()
  @Returns('string')
  reject(ctx: TransactionContext, request: string): Promise<string> {
    return reject(ctx, request);
  }

  @Transaction()
  @Returns('string')
  signContract(ctx: TransactionContext, request: string): Promise<string> {
    return signContract(ctx, request);
  }

  @Transaction()
  @Returns('string')
  disburse(ctx: TransactionContext, request: string): Promise<string> {
    return disburse(ctx, request);
  }

  @Transaction()
  @Returns('string')
  repay(ctx: TransactionContext, request: string): Promise<string> {
    return repay(ctx, request);
  }

  @Transaction()
  @Returns('string')
  declareOverdue(ctx: TransactionContext, request: string): Promise<string> {
    return declareOverdue(ctx, request);
  }

  @Transaction()
  @Returns('string')
  cureOverdue(ctx: TransactionContext, request: string): Promise<string> {
    return cureOverdue(ctx, request);
  }

  @Transaction()
  @Returns('string')
  correct(ctx: TransactionContext, request: string): Promise<string> {
    return correct(ctx, request);
  }

  @Transaction()
  @Returns('string')
  cancel(ctx: TransactionContext, request: string): Promise<string> {
    return cancel(ctx, request);
  }

  @Transaction()
  @Returns('string')
  withdraw(ctx: TransactionContext, request: string): Promise<string> {
    return withdraw(ctx, request);
  }

  @Transaction()
  @Returns('string')
  close(ctx: TransactionContext, request: string): Promise<string> {
    return close(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  getLoan(ctx: TransactionContext, request: string): Promise<string> {
    return getLoan(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  pageSteps(ctx: TransactionContext, request: string): Promise<string> {
    return pageSteps(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  getFigures(ctx: TransactionContext, request: string): Promise<string> {
    return getFigures(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  getProduct(ctx: TransactionContext, request: string): Promise<string> {
    return getProduct(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  pageProducts(ctx: TransactionContext, request: string): Promise<string> {
    return pageProducts(ctx, request);
  }
}
