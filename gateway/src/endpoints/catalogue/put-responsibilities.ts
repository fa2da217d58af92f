import { api } from '@hanlian/chaincode/domain';
import { put } from './put.js';

export const putResponsibilities = put({
  list: 'responsibilities',
  summary: {
    zh: '编入或修改共享责任清单（一次最多 200 条）',
    en: 'Put entries into the responsibility list, or change them, up to 200 at once',
  },
  body: api.responsibilitiesInput,
  example: {
    id: 'R901',
    matter: '特种设备检验',
    legalBasis: '《政务数据共享条例》第十条',
    resource: '307001/0901',
    due: '2026-12-31',
  },
  refusals: ['PROVIDER_NOT_ALLOWED'],
});
