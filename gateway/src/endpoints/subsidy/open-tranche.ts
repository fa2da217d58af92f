import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_OFFICE, OF_SIGNING, TRANCHE } from './examples.js';

export const openTranche = endpoint({
  method: 'POST',
  path: '/v1/subsidy/programmes/{programme}/tranches',
  summary: {
    zh: '财政部门为一家银行的一个月划定额度；链上不显示银行和金额',
    en: 'The finance office sets a part of the budget aside for one bank and month; the channel shows neither bank nor amount',
  },
  scope: 'subsidy:openTranche',
  idempotent: true,
  params: api.programmeParams,
  body: api.trancheInput,
  example: TRANCHE,
  answer: { status: 201, schema: api.trancheWritten },
  refusals: [...OF_OFFICE, ...OF_SIGNING, 'PROGRAMME_NOT_IN_FORCE', 'NOT_A_BANK', 'BUDGET_EXCEEDED'],
  handler: ({ hub, caller, params: { programme }, body, once }) =>
    hub.services.subsidy.openTranche(caller, programme, body, once),
});
