import { api } from '@hanlian/chaincode/domain';
import { put as putRecord } from '../registry/put.js';
import { params } from './params.js';

export const put = putRecord({
  operation: 'putOfficerKey',
  path: '/v1/officer-keys/{department}/{officer}',
  summary: { zh: '登记或修改经办审核人员密钥', en: "Register or change an officer's key" },
  params,
  body: api.officerKeyInput,
  example: {
    publicKey:
      'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li_hp_m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q',
    since: '2026-01-01',
  },
  refusals: ['DEPARTMENT_UNKNOWN'],
});
