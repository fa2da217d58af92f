import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const begin = endpoint({
  method: 'POST',
  path: '/v1/reseals',
  summary: {
    zh: '印章密钥失密后，对本部门受影响的证照批次重新签章',
    en: "After a seal key was stolen: seal anew the department's batches whose seals now prove too little",
  },
  scope: 'license:reseal',
  idempotent: true,
  body: api.resealInput,
  example: {
    basis: { law: '电子签名法第十五条', document: '示例市监发〔2026〕21号' },
    includesLater: false,
  },
  answer: { status: 202, schema: api.resealBegun },
  refusals: ['SEAL_KEY_NOT_LIVE', 'OFFICER_UNKNOWN'],
  handler: ({ hub, caller, body, once }) => hub.services.reseals.begin(caller, body, once),
  headers: (answer): Record<string, string> => ({
    Location: `/v1/${'preparer' in answer ? 'tasks' : 'reseals'}/${answer.id}`,
  }),
});
