import { Info, Returns, Transaction } from 'fabric-contract-api';
import { TransactionContext } from '../context.js';
import { HubContract } from '../contract.js';
import { acceptRepair } from './accept-repair.js';
import { acknowledgeStop } from './acknowledge-stop.js';
import { annul } from './annul.js';
import { applyRepair } from './apply-repair.js';
import { correct } from './correct.js';
import { dispute } from './dispute.js';
import { entriesOf } from './entries-of.js';
import { evaluate } from './evaluate.js';
import { get } from './get.js';
import { gradeAt } from './grade-at.js';
import { page } from './page.js';
import { publish } from './publish.js';
import { publishableAt } from './publishable-at.js';
import { resolveDispute } from './resolve-dispute.js';
import { reviewRepair } from './review-repair.js';
import { stopDuties } from './stop-duties.js';
import { succeedSubject } from './succeed-subject.js';

/** Public credit information of enterprises: entries, their clocks, objection and repair, evaluation. */
@Info({ title: 'credit', description: 'Public credit information of enterprises' })
export class CreditContract extends HubContract {
  constructor() {
    super('credit');
  }

  @Transaction()
  @Returns('string')
  publish(ctx: TransactionContext, request: string): Promise<string> {
    return publish(ctx, request);
  }

  @Transaction()
  @Returns('string')
  correct(ctx: TransactionContext, request: string): Promise<string> {
    return correct(ctx, request);
  }

  @Transaction()
  @Returns('string')
  annul(ctx: TransactionContext, request: string): Promise<string> {
    return annul(ctx, request);
  }

  @Transaction()
  @Returns('string')
  dispute(ctx: TransactionContext, request: string): Promise<string> {
    return dispute(ctx, request);
  }

  @Transaction()
  @Returns('string')
  resolveDispute(ctx: TransactionContext, request: string): Promise<string> {
    return resolveDispute(ctx, request);
  }

  @Transaction()
  @Returns('string')
  applyRepair(ctx: TransactionContext, request: string): Promise<string> {
    return applyRepair(ctx, request);
  }

  @Transaction()
  @Returns('string')
  acceptRepair(ctx: TransactionContext, request: string): Promise<string> {
    return acceptRepair(ctx, request);
  }

  @Transaction()
  @Returns('string')
  reviewRepair(ctx: TransactionContext, request: string): Promise<string> {
    return reviewRepair(ctx, request);
  }

  @Transaction()
  @Returns('string')
  acknowledgeStop(ctx: TransactionContext, request: string): Promise<string> {
    return acknowledgeStop(ctx, request);
  }

  @Transaction()
  @Returns('string')
  evaluate(ctx: TransactionContext, request: string): Promise<string> {
    return evaluate(ctx, request);
  }

  @Transaction()
  @Returns('string')
  succeedSubject(ctx: TransactionContext, request: string): Promise<string> {
    return succeedSubject(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  get(ctx: TransactionContext, request: string): Promise<string> {
    return get(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  page(ctx: TransactionContext, request: string): Promise<string> {
    return page(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  publishableAt(ctx: TransactionContext, request: string): Promise<string> {
    return publishableAt(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  entriesOf(ctx: TransactionContext, request: string): Promise<string> {
    return entriesOf(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  gradeAt(ctx: TransactionContext, request: string): Promise<string> {
    return gradeAt(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  stopDuties(ctx: TransactionContext, request: string): Promise<string> {
    return stopDuties(ctx, request);
  }
}
