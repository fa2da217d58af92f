import type { LoanProduct, ProductPage } from '../../domain/index.js';
import { HanlianError, keyPrefixes, keys, schemas } from '../../domain/index.js';
import { read } from '../operation.js';

export const getProduct = read('loan:getProduct', schemas.getProduct, async ({ state }, { bank, id }) => {
  const product = await state.get<LoanProduct>(keys.product(bank, id));
  if (product !== undefined) return product;
  throw new HanlianError('PRODUCT_UNKNOWN', `${bank} has no product ${id}`, { received: id });
});

/** What banks offer, or have offered: all of them, or one. */
export const pageProducts = read(
  'loan:pageProducts',
  schemas.pageProducts,
  async ({ state }, { bank, limit, cursor }) => {
    const parts = [keyPrefixes.product, ...(bank === undefined ? [] : [bank])];
    const page = await state.page<LoanProduct>(parts, { limit, cursor });
    const products = page.found.map(({ record }) => record);
    return {
      v: 1,
      products,
      ...(page.cursor !== undefined && { cursor: page.cursor }),
    } satisfies ProductPage;
  },
);
