import { api } from '@hanlian/chaincode/domain';
import { put as putRecord } from '../registry/put.js';
import { params } from './params.js';

export const put = putRecord({
  operation: 'putType',
  path: '/v1/types/{code}',
  summary: { zh: '登记或修改证照类型', en: 'Register or change a certificate type' },
  params,
  body: api.typeInput,
  example: {
    name: { zh: '食品经营许可证', en: 'Food business permit' },
    holderKinds: ['organisation'],
    fields: [
      {
        name: 'premises',
        title: { zh: '经营场所', en: 'Premises' },
        kind: 'text',
        required: true,
        sensitivity: 'public',
        maxLength: 200,
      },
    ],
    validity: { kind: 'months', months: 60 },
    templateVersion: 1,
    twoPerson: false,
    provisional: true,
    renewalGraceDays: 90,
    since: '2020-01-01',
  },
  refusals: ['ALPHABET', 'CHECK_CHARACTER_WRONG'],
});
