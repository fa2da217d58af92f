import { api } from '@hanlian/chaincode/domain';
import { put } from './put.js';

export const putNegatives = put({
  list: 'negatives',
  summary: {
    zh: '编入或修改负面清单：须写明法律依据和期限（一次最多 200 条）',
    en: 'Put entries into the negative list, or change them, each with its law and its end, up to 200 at once',
  },
  body: api.negativesInput,
  example: {
    id: 'N901',
    resource: '307001/0003',
    field: 'reason',
    law: '《中华人民共和国行政处罚法》第四十八条',
    until: '2027-12-31',
  },
  refusals: ['PROVIDER_NOT_ALLOWED', 'RESOURCE_UNKNOWN'],
});
