import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_OFFICE } from './examples.js';

export const reconcile = endpoint({
  method: 'GET',
  path: '/v1/subsidy/programmes/{programme}/reconciliation',
  summary: {
    zh: '财政部门核对一项政策：由申领逐笔重算合计，逐项列出与台账的差额，精确到分',
    en: 'The finance office reconciles a programme: its totals from the claims, and every difference to the books, to the fen',
  },
  scope: 'subsidy:getBudget',
  idempotent: false,
  params: api.programmeParams,
  answer: { status: 200, schema: api.reconciliationAnswer },
  refusals: OF_OFFICE,
  handler: ({ hub, caller, params: { programme } }) => hub.services.subsidy.reconcile(caller, programme),
});
