import {
  canonicalize,
  formatInstant,
  HanlianError,
  inForce,
  keyPrefixes,
  keys,
  type LoanProduct,
  type ProductAnswer,
  type ProductInput,
  type ProductQuery,
  type ProductWritten,
} from '@hanlian/chaincode/domain';
import type { Plan } from '../../outbox/requests.js';
import { random16 } from '../../storage/random.js';
import type { LicenseParts } from '../licenses/parts.js';
import { readMoment } from '../moments.js';
import { pageUnder } from '../pages.js';
import { recordAt } from '../records.js';
import type { Caller, Idempotency, OrSigning, Page } from '../types.js';

type ProductParts = Pick<LicenseParts, 'model' | 'requests' | 'random' | 'now' | 'caughtUp'>;

/** @throws {HanlianError} PRODUCT_UNKNOWN */
export function productOf({ model }: Pick<ProductParts, 'model'>, bank: string, id: string): LoanProduct {
  const product = recordAt(model, keys.product(bank, id)) as LoanProduct | undefined;
  if (product !== undefined) return product;
  throw new HanlianError('PRODUCT_UNKNOWN', `${bank} has no product ${id}`, { received: id });
}

/** @throws {HanlianError} OTHER_DEPARTMENT, and what the contract refuses with */
export async function putProduct(
  { requests, random }: ProductParts,
  { id: caller, department, identity }: Caller,
  { bank, id }: { readonly bank: string; readonly id: string },
  { since, until, ...facts }: ProductInput,
  once: Idempotency,
): Promise<OrSigning<ProductWritten>> {
  if (bank !== department) throw new HanlianError('OTHER_DEPARTMENT', 'A bank publishes its own products');
  const said = {
    v: 1,
    intent: random16(random),
    ...facts,
    id,
    since: readMoment(since, 'start', 'since'),
    ...(until !== undefined && { until: readMoment(until, 'end', 'until') }),
  };
  const plan = (): Plan => ({
    job: {
      v: 1,
      id: random16(random),
      signatory: identity,
      steps: [{ function: 'loan:putProduct', argument: canonicalize(said) }],
      answer: {
        bank,
        id,
        revision: facts.expectedRevision === undefined ? 0 : facts.expectedRevision + 1,
      },
      ids: 'transactionId',
    },
    changes: [],
    first: Promise.resolve(),
  });
  return requests.write(caller, once, plan);
}

export async function getProduct(parts: ProductParts, bank: string, id: string): Promise<ProductAnswer> {
  await parts.caughtUp();
  return answerOf(productOf(parts, bank, id), parts.now());
}

export async function listProducts(
  { model, now, caughtUp }: ProductParts,
  { bank, offered, ...query }: ProductQuery,
): Promise<Page<ProductAnswer>> {
  await caughtUp();
  const at = now();
  return pageUnder(model, [keyPrefixes.product, ...(bank === undefined ? [] : [bank])], query, (product) => {
    const answer = answerOf(product as LoanProduct, at);
    return offered === undefined || answer.offered ? answer : undefined;
  });
}

const answerOf = (product: LoanProduct, at: number): ProductAnswer => {
  const { bank, id, name, currency, least, most, months, rate, since, until, revision } = product;
  return {
    bank,
    id,
    name,
    currency,
    least,
    most,
    months,
    rate,
    since: formatInstant(since),
    ...(until !== undefined && { until: formatInstant(until) }),
    offered: inForce(product, at),
    revision,
  };
};
