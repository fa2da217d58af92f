import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { withRevision } from '../revision.js';

export const answer = endpoint({
  method: 'POST',
  path: '/v1/findings/{id}/answers',
  summary: {
    zh: '部门答复审计发现：已纠正，或说明理由',
    en: 'Answer a finding: what was wrong is put right, or why nothing was',
  },
  scope: 'sharing:answerFinding',
  idempotent: true,
  signedByCaller: true,
  params: api.findingParams,
  body: api.findingReplyInput,
  example: {
    reply: 'corrected',
    basis: { law: '审计法第五十二条', document: '示例市监函〔2026〕7号' },
  },
  answer: { status: 201, schema: api.findingAnswer },
  refusals: ['FINDING_UNKNOWN', 'OTHER_DEPARTMENT', 'FINDING_ANSWERS_FULL', 'STALE', 'ALREADY_APPLIED'],
  handler: ({ hub, caller, params: { id }, body, once, ifMatch }) =>
    hub.services.findings.answer(caller, id, withRevision(body, ifMatch), once),
  headers: ({ revision }) => ({ ETag: `"${revision}"` }),
});
