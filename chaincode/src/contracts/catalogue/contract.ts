import { Info, Returns, Transaction } from 'fabric-contract-api';
import { TransactionContext } from '../context.js';
import { HubContract } from '../contract.js';
import { consistency } from './consistency.js';
import { get } from './get.js';
import { page, pageOpenVersions } from './page.js';
import { publishOpenVersion } from './publish-open-version.js';
import { putDemands, putNegatives, putResources, putResponsibilities } from './put.js';
import { retire } from './retire.js';

/** What departments have to share, what they owe, need and keep back. */
@Info({ title: 'catalogue', description: 'Resources departments share, and the three lists about them' })
export class CatalogueContract extends HubContract {
  constructor() {
    super('catalogue');
  }

  @Transaction()
  @Returns('string')
  putResources(ctx: TransactionContext, request: string): Promise<string> {
    return putResources(ctx, request);
  }

  @Transaction()
  @Returns('string')
  putResponsibilities(ctx: TransactionContext, request: string): Promise<string> {
    return putResponsibilities(ctx, request);
  }

  @Transaction()
  @Returns('string')
  putDemands(ctx: TransactionContext, request: string): Promise<string> {
    return putDemands(ctx, request);
  }

  @Transaction()
  @Returns('string')
  putNegatives(ctx: TransactionContext, request: string): Promise<string> {
    return putNegatives(ctx, request);
  }

  @Transaction()
  @Returns('string')
  retire(ctx: TransactionContext, request: string): Promise<string> {
    return retire(ctx, request);
  }

  @Transaction()
  @Returns('string')
  publishOpenVersion(ctx: TransactionContext, request: string): Promise<string> {
    return publishOpenVersion(ctx, request);
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
  pageOpenVersions(ctx: TransactionContext, request: string): Promise<string> {
    return pageOpenVersions(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  consistency(ctx: TransactionContext, request: string): Promise<string> {
    return consistency(ctx, request);
  }
}
