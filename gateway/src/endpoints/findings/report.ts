import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

/** A department of the sample city. */
const MARKET = '11420100MB9A000223';

export const report = endpoint({
  method: 'POST',
  path: '/v1/findings',
  summary: {
    zh: '审计机关提出审计发现，被审计部门须在期限内答复',
    en: 'Report what an audit found; its department must answer by a deadline',
  },
  scope: 'sharing:reportFinding',
  idempotent: true,
  signedByCaller: true,
  body: api.findingInput,
  example: {
    code: 'RELEASE_NOT_COVERED',
    department: MARKET,
    about: { provider: MARKET, seq: 7 },
    evidence: 'A'.repeat(43),
    basis: { law: '审计法第五十二条', document: '示例审〔2026〕7号' },
  },
  answer: { status: 201, schema: api.findingAnswer },
  refusals: [
    'NOT_AUDIT_OFFICE',
    'DEPARTMENT_UNKNOWN',
    'FINDING_UNKNOWN',
    'FIELD_INVALID',
    'RULES_MISSING',
    'CALENDAR_MISSING',
  ],
  handler: ({ hub, caller, body, once }) => hub.services.findings.report(caller, body, once),
});
