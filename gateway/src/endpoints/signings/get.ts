import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/signings/{id}',
  summary: {
    zh: '查询一个写操作：待签名的内容，或办理结果',
    en: 'Read a write one signs oneself: what is to be signed now, or what became of it',
  },
  scope: 'identity:hold',
  idempotent: false,
  params,
  answer: { status: 200, schema: api.signingAnswer },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, caller, params: { id } }) => hub.services.signings.get(caller, id),
});
