import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const getProduct = endpoint({
  method: 'GET',
  path: '/v1/loan-products/{bank}/{id}',
  summary: { zh: '查询一项贷款产品，无需登录', en: 'Read a loan product; no login' },
  scope: 'public',
  idempotent: false,
  params: api.productParams,
  answer: { status: 200, schema: api.productAnswer },
  refusals: ['PRODUCT_UNKNOWN'],
  handler: ({ hub, params: { bank, id } }) => hub.services.loans.product(bank, id),
});
