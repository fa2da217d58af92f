import { Info, Returns, Transaction } from 'fabric-contract-api';
import { TransactionContext } from '../context.js';
import { HubContract } from '../contract.js';
import { cosign } from './cosign.js';
import { get } from './get.js';
import { page } from './page.js';
import { publishCheckpoint } from './publish-checkpoint.js';
import { putKeys } from './put-keys.js';

/** The checkpoints of the verifiable log, and who holds to them. What it writes is no part of that log. */
@Info({ title: 'log', description: 'Checkpoints of the verifiable log, cosignatures, forks' })
export class LogContract extends HubContract {
  constructor() {
    super('log');
  }

  @Transaction()
  @Returns('string')
  putKeys(ctx: TransactionContext, request: string): Promise<string> {
    return putKeys(ctx, request);
  }

  @Transaction()
  @Returns('string')
  publishCheckpoint(ctx: TransactionContext, request: string): Promise<string> {
    return publishCheckpoint(ctx, request);
  }

  @Transaction()
  @Returns('string')
  cosign(ctx: TransactionContext, request: string): Promise<string> {
    return cosign(ctx, request);
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
}
