import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_SUBJECT } from './params.js';

export const grade = endpoint({
  method: 'GET',
  path: '/v1/credit/enterprises/{subject}/grade',
  summary: {
    zh: '计算一个企业在某一时间的信用评价等级',
    en: 'Compute the grade of an enterprise at a moment',
  },
  scope: 'credit:gradeAt',
  idempotent: false,
  params: api.enterpriseParams,
  query: api.evaluationQuery,
  answer: { status: 200, schema: api.evaluationAnswer },
  refusals: [...OF_SUBJECT, 'DATE_IMPOSSIBLE', 'RULES_MISSING'],
  handler: ({ hub, caller, params, query }) => hub.services.credit.grade(caller, params.subject, query),
});
