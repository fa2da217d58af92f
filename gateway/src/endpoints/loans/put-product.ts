import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { withRevision } from '../revision.js';
import { PRODUCT } from './examples.js';

export const putProduct = endpoint({
  method: 'PUT',
  path: '/v1/loan-products/{bank}/{id}',
  summary: { zh: '银行发布或修改贷款产品', en: 'A bank publishes a loan product, or changes it' },
  scope: 'loan:putProduct',
  idempotent: true,
  signedByCaller: true,
  params: api.productParams,
  body: api.productInput,
  example: PRODUCT,
  answer: { status: 200, schema: api.productWritten },
  instead: { status: 201, schema: api.productWritten, applies: ({ revision }) => revision === 0 },
  refusals: [
    'NOT_A_BANK',
    'OTHER_DEPARTMENT',
    'STALE',
    'ALREADY_APPLIED',
    'DATE_IMPOSSIBLE',
    'FIELD_INVALID',
    'TXTIME_TOO_OLD',
  ],
  handler: ({ hub, caller, params, body, once, ifMatch }) =>
    hub.services.loans.putProduct(caller, params, withRevision(body, ifMatch), once),
  headers: ({ revision }) => ({ ETag: `"${revision}"` }),
});
