import { api } from '@hanlian/chaincode/domain';
import { put } from './put.js';

export const putDemands = put({
  list: 'demands',
  summary: {
    zh: '编入或修改需求清单（一次最多 200 条）',
    en: 'Put entries into the demand list, or change them, up to 200 at once',
  },
  body: api.demandsInput,
  example: {
    id: 'D901',
    matter: '食品经营许可',
    purpose: '核验经营场所的规划用途',
    resource: '305001/0001',
    fields: ['creditCode', 'location'],
    legalBasis: '《食品经营许可和备案管理办法》第十二条',
    frequency: 'day',
  },
  refusals: ['DEMAND_BEYOND_RESOURCE'],
});
