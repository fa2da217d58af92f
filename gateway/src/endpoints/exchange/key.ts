import { api, schemas } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';

export const key = endpoint({
  method: 'GET',
  path: '/v1/exchange/keys/{department}',
  summary: {
    zh: '查询本中枢某部门的交换公钥，供登记到登记簿',
    en: 'Read the public key a department of this hub signs letters with, to have it bound in the registry',
  },
  scope: 'registry:get',
  idempotent: false,
  params: z.strictObject({ department: schemas.usccText }),
  answer: { status: 200, schema: api.exchangeKeyAnswer },
  refusals: ['OTHER_DEPARTMENT'],
  handler: ({ hub, params: { department } }) => hub.services.exchange.key(department),
});
