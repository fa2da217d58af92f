import { Info, Returns, Transaction } from 'fabric-contract-api';
import { TransactionContext } from '../context.js';
import { HubContract } from '../contract.js';
import { asOf } from './as-of.js';
import { bindHolderKey } from './bind-holder-key.js';
import { get } from './get.js';
import { list } from './list.js';
import { putAccreditation } from './put-accreditation.js';
import { putAgreement } from './put-agreement.js';
import { putCalendar } from './put-calendar.js';
import { putDepartment } from './put-department.js';
import { putOfficerKey } from './put-officer-key.js';
import { putRuleSet } from './put-rule-set.js';
import { putSealKey } from './put-seal-key.js';
import { putStatusList } from './put-status-list.js';
import { putType } from './put-type.js';
import { succeedDepartment } from './succeed-department.js';

/** What everything else stands on: departments, types, accreditation, keys, agreements, rules, calendars; status lists. */
@Info({
  title: 'registry',
  description: 'Departments, types, accreditation, keys, agreements, rules, calendars, status lists',
})
export class RegistryContract extends HubContract {
  constructor() {
    super('registry');
  }

  @Transaction()
  @Returns('string')
  putDepartment(ctx: TransactionContext, request: string): Promise<string> {
    return putDepartment(ctx, request);
  }

  @Transaction()
  @Returns('string')
  succeedDepartment(ctx: TransactionContext, request: string): Promise<string> {
    return succeedDepartment(ctx, request);
  }

  @Transaction()
  @Returns('string')
  putType(ctx: TransactionContext, request: string): Promise<string> {
    return putType(ctx, request);
  }

  @Transaction()
  @Returns('string')
  putAccreditation(ctx: TransactionContext, request: string): Promise<string> {
    return putAccreditation(ctx, request);
  }

  @Transaction()
  @Returns('string')
  putSealKey(ctx: TransactionContext, request: string): Promise<string> {
    return putSealKey(ctx, request);
  }

  @Transaction()
  @Returns('string')
  putOfficerKey(ctx: TransactionContext, request: string): Promise<string> {
    return putOfficerKey(ctx, request);
  }

  @Transaction()
  @Returns('string')
  bindHolderKey(ctx: TransactionContext, request: string): Promise<string> {
    return bindHolderKey(ctx, request);
  }

  @Transaction()
  @Returns('string')
  putAgreement(ctx: TransactionContext, request: string): Promise<string> {
    return putAgreement(ctx, request);
  }

  @Transaction()
  @Returns('string')
  putRuleSet(ctx: TransactionContext, request: string): Promise<string> {
    return putRuleSet(ctx, request);
  }

  @Transaction()
  @Returns('string')
  putCalendar(ctx: TransactionContext, request: string): Promise<string> {
    return putCalendar(ctx, request);
  }

  @Transaction()
  @Returns('string')
  putStatusList(ctx: TransactionContext, request: string): Promise<string> {
    return putStatusList(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  get(ctx: TransactionContext, request: string): Promise<string> {
    return get(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  list(ctx: TransactionContext, request: string): Promise<string> {
    return list(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  asOf(ctx: TransactionContext, request: string): Promise<string> {
    return asOf(ctx, request);
  }
}
