import { HanlianError, judge, type Operation, type ResealInput } from '@hanlian/chaincode/domain';
import { act, effectiveAtOf, untilOf } from '../licenses/act.js';
import { checkBatch, type NewBatch } from '../licenses/checking.js';
import { requireInCharge } from '../licenses/document.js';
import { findLicense, referenceOf } from '../licenses/find.js';
import { beginBatch } from '../licenses/issue.js';
import type { LicenseParts } from '../licenses/parts.js';
import { replacementContent } from '../licenses/replacement.js';
import type { People } from '../licenses/sealing.js';
import { isForTwoOfficers, type ByOfficers, type LoanOrder } from '../loans/by-officers.js';
import type { Reseals } from '../reseals/reseals.js';
import type { ActBody, Caller, Idempotency, OrSigning, Written } from '../types.js';

interface ActOrder {
  readonly operation: Operation;
  readonly id: string;
  readonly body: ActBody;
}

/** A write as its preparer states it: on certificates, or on a bank's loan. */
export type Order =
  | { readonly batch: NewBatch }
  | { readonly act: ActOrder }
  | { readonly reseal: ResealInput }
  | { readonly loan: LoanOrder };

/** What orders are carried out with. */
export interface OrderParts extends LicenseParts {
  readonly reseals: Reseals;
  readonly loans: ByOfficers;
}

/** Whether an order needs a second person. */
export async function isForTwo(parts: OrderParts, caller: Caller, order: Order): Promise<boolean> {
  if ('reseal' in order) return parts.reseals.isForTwo(caller);
  if ('loan' in order) return isForTwoOfficers(order.loan);
  const type = 'batch' in order ? order.batch.type : referenceOf(order.act.id).type;
  return parts.registry.findType(type)?.twoPerson ?? false;
}

/** Carries an order out. */
export function execute(
  parts: OrderParts,
  people: People,
  order: Order,
  once: Idempotency,
): Promise<OrSigning<Written>> {
  if ('reseal' in order) return parts.reseals.begin(people, order.reseal, once);
  if ('loan' in order) return parts.loans.act(people, order.loan, once);
  return 'batch' in order
    ? beginBatch(parts, people, order.batch, once)
    : act(parts, people, order.act, once);
}

/**
 * Checks an order as far as it can be before it is carried out, and names the revision an act was decided on, so that
 * the second person reviews what the first saw.
 *
 * @throws {HanlianError} what is wrong with it
 */
export async function checkOrder(parts: OrderParts, caller: Caller, order: Order): Promise<Order> {
  const { department } = caller;
  if ('act' in order) return { act: await checkAct(parts, department, order.act) };
  if ('loan' in order) return { loan: await parts.loans.check(caller, order.loan) };
  if ('reseal' in order) {
    await parts.reseals.check(caller);
    return order;
  }
  const type = parts.registry.type(order.batch.type);
  await parts.serials.during((take) => checkBatch(parts, type, department, order.batch, take));
  return order;
}

async function checkAct(parts: LicenseParts, department: string, order: ActOrder): Promise<ActOrder> {
  const { operation, id, body } = order;
  await parts.caughtUp();
  const reference = referenceOf(id);
  const found = await findLicense(parts.model, reference);
  requireInCharge(parts, reference.issuer, department);
  const revision = found.record.r ?? 0;
  if ((body.expectedRevision ?? revision) !== revision) {
    throw new HanlianError('STALE', `The certificate stands at revision ${revision}`, {
      field: 'expectedRevision',
      expected: revision,
      received: body.expectedRevision,
    });
  }
  const effectiveAt = effectiveAtOf(body) ?? parts.now();
  const { renewalGraceDays } = parts.registry.type(reference.type);
  judge(
    found.record,
    found.transitions,
    { operation, effectiveAt, until: untilOf(body) },
    { txTime: parts.now(), renewalGraceDays },
  );
  if ('certificate' in body) {
    replacementContent(parts, { ...order, reference, found }, body.certificate, effectiveAt);
  }
  return { ...order, body: { ...body, expectedRevision: revision } };
}
