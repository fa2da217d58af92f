import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const listProducts = endpoint({
  method: 'GET',
  path: '/v1/loan-products',
  summary: {
    zh: '列出各银行的贷款产品，可按银行筛选，或只看现在办理的；无需登录',
    en: 'List what banks offer, of one bank or of all, or only what is offered now; no login',
  },
  scope: 'public',
  idempotent: false,
  query: api.productQuery,
  answer: { status: 200, schema: api.productAnswers },
  refusals: ['FIELD_INVALID'],
  handler: ({ hub, query }) => hub.services.loans.products(query),
});
