import {
  canonicalize,
  formatInstant,
  HanlianError,
  inForce,
  keyPrefixes,
  keys,
  rangeOf,
  type LoanProduct,
  type ProductAnswer,
  type ProductInput,
  type ProductQuery,
  type ProductWritten,
} from '@hanlian/chaincode/domain';
import { random16 } from '../../storage/random.js';
import type { LicenseParts } from '../licenses/parts.js';
import { readMoment } from '../moments.js';
import { requireOwnKey } from '../own-key.js';
import { parseRow } from '../registry-view.js';
import type { Caller, Idempotency, Page } from '../types.js';

type ProductParts = Pick<LicenseParts, 'model' | 'requests' | 'random' | 'now' | 'caughtUp'>;

/** @throws {HanlianError} PRODUCT_UNKNOWN */
export function productOf({ model }: Pick<ProductParts, 'model'>, bank: string, id: string): LoanProduct {
  const row = model.get(keys.product(bank, id));
  if (row !== undefined) return parseRow(row) as LoanProduct;
  throw new HanlianError('PRODUCT_UNKNOWN', `${bank} has no product ${id}`, { received: id });
}

/** @throws {HanlianError} OTHER_DEPARTMENT, SIGNING_UNSUPPORTED, and what the contract refuses with */
export async function putProduct(
  { requests, random }: ProductParts,
  { id: caller, department, identity }: Caller,
  { bank, id }: { readonly bank: string; readonly id: string },
  { since, until, ...facts }: ProductInput,
  once: Idempotency,
): Promise<ProductWritten> {
  if (bank !== department) throw new HanlianError('OTHER_DEPARTMENT', 'A bank publishes its own products');
  await requireOwnKey({ requests }, { identity });
  const said = {
    v: 1,
    intent: random16(random),
    ...facts,
    id,
    since: readMoment(since, 'start', 'since'),
    ...(until !== undefined && { until: readMoment(until, 'end', 'until') }),
  };
  const written = await requests.once(caller, once, () => ({
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
  }));
  return written as unknown as ProductWritten;
}

export async function getProduct(parts: ProductParts, bank: string, id: string): Promise<ProductAnswer> {
  await parts.caughtUp();
  return answerOf(productOf(parts, bank, id), parts.now());
}

const CURSOR = /^[A-Za-z0-9_~-]{1,100}$/;
/** So many products a page looks through at most. */
const LOOKED_THROUGH = 2000;

export async function listProducts(
  { model, now, caughtUp }: ProductParts,
  { bank, offered, limit, cursor }: ProductQuery,
): Promise<Page<ProductAnswer>> {
  await caughtUp();
  const { start, end } = rangeOf(keyPrefixes.product, ...(bank === undefined ? [] : [bank]));
  const rows = await model.range(placeAfter(start, cursor), end, LOOKED_THROUGH);
  const found = rows.map(({ key, row }) => ({
    key,
    product: answerOf(parseRow(row) as LoanProduct, now()),
  }));
  const wanted = offered === undefined ? found : found.filter(({ product }) => product.offered);
  const shown = wanted.slice(0, limit);
  const last =
    wanted.length > limit ? shown.at(-1) : rows.length === LOOKED_THROUGH ? found.at(-1) : undefined;
  return {
    items: shown.map(({ product }) => product),
    ...(last && { next: last.key.slice(start.length) }),
  };
}

/** A cursor is the rest of the last key. */
function placeAfter(start: string, cursor: string | undefined): string {
  if (cursor === undefined) return start;
  if (CURSOR.test(cursor)) return `${start}${cursor}\u0000`;
  throw new HanlianError('FIELD_INVALID', 'The cursor is none this list gave', { field: 'cursor' });
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
