import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { withRevision } from '../revision.js';
import { BANK, OF_OFFICE, OF_SIGNING } from './examples.js';

export const closeTranche = endpoint({
  method: 'POST',
  path: '/v1/subsidy/programmes/{programme}/tranches/close',
  summary: {
    zh: '财政部门关闭一家银行一个月的额度，未用部分退回预算',
    en: 'The finance office closes a tranche; what it has left goes back to the budget',
  },
  scope: 'subsidy:closeTranche',
  idempotent: true,
  params: api.programmeParams,
  body: api.trancheClosing,
  example: { bank: BANK, month: '2027-02' },
  answer: { status: 200, schema: api.trancheWritten },
  refusals: [...OF_OFFICE, ...OF_SIGNING, 'TRANCHE_UNKNOWN', 'TRANCHE_CLOSED', 'PROGRAMME_NOT_IN_FORCE'],
  handler: ({ hub, caller, params: { programme }, body, once, ifMatch }) =>
    hub.services.subsidy.closeTranche(caller, programme, withRevision(body, ifMatch), once),
});
