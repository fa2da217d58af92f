import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_ERRAND, OF_LOAN } from '../loans/params.js';
import { CLAIM, OF_CLAIM, OF_SIGNING } from './examples.js';

export const claim = endpoint({
  method: 'POST',
  path: '/v1/subsidy/claims',
  summary: {
    zh: '银行就一笔贷款申领一个期间的贴息；金额按贷款台账计算，不符的予以退回并列明应为多少',
    en: "A bank claims a period's subsidy for one of its loans; the amount follows from the loan's book, and any other is refused with the right one",
  },
  scope: 'subsidy:claim',
  idempotent: true,
  body: api.claimInput,
  example: CLAIM,
  answer: { status: 201, schema: api.claimWritten },
  refusals: [...OF_SIGNING, ...OF_ERRAND, ...OF_LOAN, ...OF_CLAIM],
  handler: ({ hub, caller, body, once }) => hub.services.subsidy.claim(caller, body, once),
  headers: ({ id }) => ({ Location: `/v1/subsidy/claims/${id}` }),
});
