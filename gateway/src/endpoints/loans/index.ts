import type { Endpoint } from '../../http/endpoint.js';
import { act } from './act.js';
import { apply } from './apply.js';
import { carry } from './carry.js';
import { file } from './file.js';
import { get } from './get.js';
import { getProduct } from './get-product.js';
import { list } from './list.js';
import { listProducts } from './list-products.js';
import { putProduct } from './put-product.js';
import { standing } from './standing.js';
import { state } from './state.js';
import { view } from './view.js';

/** Loans from application to closure. */
export const loanEndpoints: readonly Endpoint[] = [
  listProducts,
  getProduct,
  putProduct,
  list,
  apply,
  get,
  act,
  state,
  view,
  standing,
  file,
  carry,
];
