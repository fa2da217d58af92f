import { api } from '@hanlian/chaincode/domain';
import { put } from './put.js';

export const putResources = put({
  list: 'resources',
  summary: {
    zh: '编入或修改信息资源目录（一次最多 200 条，全部成立或全部不成立）',
    en: 'Put resources into the catalogue, or change them, up to 200 at once: all of them or none',
  },
  body: api.resourcesInput,
  example: {
    code: '307001/0901',
    name: '特种设备检验结果',
    category: 'department',
    abstract: '锅炉、电梯等特种设备的定期检验结果',
    format: 3,
    items: [
      { name: 'creditCode', title: '统一社会信用代码', type: 'text', length: 18, sensitive: false },
      { name: 'result', title: '检验结果', type: 'text', length: 40, sensitive: false },
    ],
    share: 'conditional',
    condition: '仅限履行监管职责使用',
    method: '共享平台服务接口',
    open: false,
    updateCycle: 'month',
    publishedAt: '2026-01-05',
    classified: false,
    level: 2,
  },
  refusals: ['PROVIDER_NOT_ALLOWED'],
});
