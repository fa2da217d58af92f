import { Info, Returns, Transaction } from 'fabric-contract-api';
import { TransactionContext } from '../context.js';
import { HubContract } from '../contract.js';
import { pay, recover, refuse, withdraw } from './act.js';
import { approve } from './approve.js';
import { claim } from './claim.js';
import { closeTranche, openTranche } from './tranches.js';
import { putProgramme } from './put-programme.js';
import { getApproval, getBudget, getClaim, getClaims, getProgramme, getTranche } from './reads.js';

/** Interest subsidies: programmes, tranches of their budgets, claims. */
@Info({ title: 'subsidy', description: 'Interest subsidies: each claimed once, within its budget' })
export class SubsidyContract extends HubContract {
  constructor() {
    super('subsidy');
  }

  @Transaction()
  @Returns('string')
  putProgramme(ctx: TransactionContext, request: string): Promise<string> {
    return putProgramme(ctx, request);
  }

  @Transaction()
  @Returns('string')
  openTranche(ctx: TransactionContext, request: string): Promise<string> {
    return openTranche(ctx, request);
  }

  @Transaction()
  @Returns('string')
  closeTranche(ctx: TransactionContext, request: string): Promise<string> {
    return closeTranche(ctx, request);
  }

  @Transaction()
  @Returns('string')
  claim(ctx: TransactionContext, request: string): Promise<string> {
    return claim(ctx, request);
  }

  @Transaction()
  @Returns('string')
  approve(ctx: TransactionContext, request: string): Promise<string> {
    return approve(ctx, request);
  }

  @Transaction()
  @Returns('string')
  refuse(ctx: TransactionContext, request: string): Promise<string> {
    return refuse(ctx, request);
  }

  @Transaction()
  @Returns('string')
  withdraw(ctx: TransactionContext, request: string): Promise<string> {
    return withdraw(ctx, request);
  }

  @Transaction()
  @Returns('string')
  pay(ctx: TransactionContext, request: string): Promise<string> {
    return pay(ctx, request);
  }

  @Transaction()
  @Returns('string')
  recover(ctx: TransactionContext, request: string): Promise<string> {
    return recover(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  getProgramme(ctx: TransactionContext, request: string): Promise<string> {
    return getProgramme(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  getTranche(ctx: TransactionContext, request: string): Promise<string> {
    return getTranche(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  getClaim(ctx: TransactionContext, request: string): Promise<string> {
    return getClaim(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  getClaims(ctx: TransactionContext, request: string): Promise<string> {
    return getClaims(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  getApproval(ctx: TransactionContext, request: string): Promise<string> {
    return getApproval(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  getBudget(ctx: TransactionContext, request: string): Promise<string> {
    return getBudget(ctx, request);
  }
}
