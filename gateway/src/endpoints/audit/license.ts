import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_IDENTIFIER, licenseParams } from '../licenses/params.js';
import { transactionView } from '../transactions/view.js';

export const license = endpoint({
  method: 'GET',
  path: '/v1/audit/licenses/{id}',
  summary: {
    zh: '审计一张证照：全部变更及其交易',
    en: 'Audit a certificate: its history and the transactions that made it',
  },
  scope: 'audit:read',
  idempotent: false,
  params: licenseParams,
  answer: { status: 200, schema: api.auditAnswer },
  refusals: OF_IDENTIFIER,
  handler: async ({ hub, caller, params }) => {
    const { transactions, ...history } = await hub.services.audit.license(caller, params.id);
    return { ...history, transactions: transactions.map(transactionView) };
  },
});
