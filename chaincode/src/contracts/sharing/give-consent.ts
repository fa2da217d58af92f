import type { ConsentRecord, ConsentStatement, ProvenRegistry } from '../../domain/index.js';
import {
  HanlianError,
  inForce,
  keys,
  requireConsentTimes,
  requireReportable,
  schemas,
} from '../../domain/index.js';
import { creatorsDepartment } from '../authority.js';
import { requireFresh } from '../change.js';
import { provenRegistry } from '../evidence.js';
import { write } from '../operation.js';
import { written } from '../registry/record.js';
import { commitmentOf, requireNamed, requireSigned } from '../signed.js';
import { reportsOf } from './records.js';

/** @throws {HanlianError} DEPARTMENT_NOT_IN_FORCE, AGREEMENT_NOT_IN_FORCE, MAP_PROOF_* */
function requireTerms(
  registry: ProvenRegistry,
  { recipient, agreement }: ConsentStatement,
  at: number,
): void {
  if (!inForce(registry.department(recipient), at)) {
    throw new HanlianError('DEPARTMENT_NOT_IN_FORCE', 'The recipient is not in force', {
      field: 'recipient',
    });
  }
  if (!inForce(registry.agreement(agreement), at)) {
    throw new HanlianError('AGREEMENT_NOT_IN_FORCE', 'The agreement is not in force', { field: 'agreement' });
  }
}

/** An enterprise lets a bank have its report. Its signature counts, whoever hands it in. */
export const giveConsent = write('sharing:giveConsent', schemas.consentRequest, async (ctx, request) => {
  const { state, tx, txTime } = ctx;
  const consent = ctx.transient('consent', schemas.signedConsent);
  const { statement } = consent;
  requireNamed(request, statement);
  const key = keys.consent(statement.id);
  requireFresh(request, await state.get<ConsentRecord>(key));
  await creatorsDepartment(ctx);
  requireConsentTimes(statement, txTime);
  requireReportable(statement.fields);
  const registry = await provenRegistry(ctx);
  requireTerms(registry, statement, txTime);
  requireSigned(registry, consent, { key: statement.holderKey, organisation: statement.holder, at: txTime });
  const { since, until, pulls, intent } = statement;
  const record: ConsentRecord = {
    v: 1,
    commitment: commitmentOf(consent),
    since,
    until,
    pulls,
    state: 'active',
    acts: [],
    revision: 0,
    intent,
    tx,
    txTime,
  };
  const reports = reportsOf(ctx);
  await reports.get(key);
  await reports.put(key, consent);
  await state.put(key, record);
  return written(key, record);
});
