import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { ownExample } from './examples.js';
import { NOT_ONES_OWN } from './refusals.js';

/** A question, proven like all that people ask about their own: what comes back is for their eyes alone. */
export const view = endpoint({
  method: 'POST',
  path: '/v1/accesses/view',
  summary: {
    zh: '谁读取了我的数据：企业凭签名、个人凭出示证照，查看本中心各部门对其数据的每次访问；无需登录',
    en: 'Who read my data: an enterprise by its signature, a person by a certificate shown, sees each access at this hub; no login',
  },
  scope: 'public',
  idempotent: false,
  body: api.accessViewInput,
  example: ownExample('access-view'),
  answer: { status: 200, schema: api.ownAccessPage },
  refusals: [...NOT_ONES_OWN, 'STATEMENT_REPLAYED'],
  handler: ({ hub, body }) => hub.services.ownAccesses.view(body),
});
