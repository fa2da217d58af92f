import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { withRevision } from '../revision.js';
import { OF_ERRAND } from '../loans/params.js';
import { OF_CLAIM_ACT, OF_SIGNING } from './examples.js';

/** Besides, the credential must include the act itself: `subsidy:pay` and so on. */
export const act = endpoint({
  method: 'POST',
  path: '/v1/subsidy/claims/{id}/acts',
  summary: {
    zh: '财政部门不予批准（附理由）、支付或追回一笔申领；银行在决定之前撤回本行的申领',
    en: 'The finance office refuses a claim with reasons, pays it or recovers it; its bank withdraws it before it is decided',
  },
  scope: 'subsidy:getClaim',
  idempotent: true,
  params: api.claimParams,
  body: api.claimActInput,
  example: { act: 'refuse', reasons: ['duplicate'], text: '同一抵押物已在他行贴息' },
  answer: { status: 200, schema: api.claimWritten },
  refusals: [
    ...OF_SIGNING,
    ...OF_ERRAND,
    ...OF_CLAIM_ACT,
    'FORBIDDEN',
    'OTHER_DEPARTMENT',
    'SIGNATURE_INVALID',
    'MOVEMENT_DATE_OUTSIDE',
    'RECOVERY_ABOVE_GRANT',
    'PROGRAMME_NOT_IN_FORCE',
  ],
  handler: ({ hub, caller, params: { id }, body, once, ifMatch }) =>
    hub.services.subsidy.act(caller, id, withRevision(body, ifMatch), once),
  headers: ({ revision }) => ({ ETag: `"${revision}"` }),
});
