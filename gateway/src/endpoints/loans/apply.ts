import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { LOAN } from './examples.js';
import { HANDED_IN_LIMIT, OF_HANDING_IN } from './params.js';

/** The statement carries its own intent: sent again it is the same application, so there is no Idempotency-Key. */
export const apply = endpoint({
  method: 'POST',
  path: '/v1/loans',
  summary: {
    zh: '提交企业签署的贷款申请及所依据的电子证照；可提交到任一中枢，由其转交受理银行；无需登录，凭签名生效',
    en: 'Hand in a loan application an enterprise has signed, with the certificates it cites; at any hub, which passes it on to its bank; no login, the signature counts',
  },
  scope: 'public',
  idempotent: false,
  bodyLimit: HANDED_IN_LIMIT,
  body: api.loanInput,
  example: LOAN,
  answer: { status: 201, schema: api.loanReceipt },
  refusals: [
    ...OF_HANDING_IN,
    'FIELD_INVALID',
    'NOT_A_BANK',
    'PRODUCT_UNKNOWN',
    'PRODUCT_NOT_OFFERED',
    'LOAN_OUTSIDE_TERMS',
  ],
  handler: ({ hub, body }) => hub.services.loans.apply(body),
  headers: ({ id, revision }): Record<string, string> => ({
    Location: `/v1/loans/${id}`,
    ETag: `"${revision}"`,
  }),
});
