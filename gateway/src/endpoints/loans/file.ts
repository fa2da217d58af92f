import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_LOAN } from './params.js';

export const file = endpoint({
  method: 'GET',
  path: '/v1/loans/{id}/file',
  summary: {
    zh: '银行导出一笔贷款的全部档案：每一步的签名、盐值、所依据的登记证明、证照及核验结果、信用报告和账本证明，可离线复核',
    en: "Export a loan's whole file: each step's signatures, salts, proofs of the registry, certificates as verified, the credit report, and the ledger's proof, to be replayed offline",
  },
  scope: 'loan:pageSteps',
  idempotent: false,
  params: api.loanParams,
  answer: { status: 200, schema: api.loanFileAnswer },
  refusals: [...OF_LOAN, 'CHECKPOINT_UNKNOWN'],
  handler: ({ hub, caller, params: { id } }) => hub.services.loans.file(caller, id),
});
