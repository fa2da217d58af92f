import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { deployed } from './refusals.js';

export const queryCert = endpoint({
  ...deployed('queryCert'),
  summary: {
    zh: '按证照类型和编号查询证照（已部署接口）',
    en: 'Find a certificate by type and number (the interface in the field)',
  },
  body: api.queryCertInput,
  example: {
    head: { accessId: 'market-clerk', accessToken: 'the-key-of-this-caller' },
    data: {
      certTypeCode: '11100000MB0143028R901',
      certNo: '2026000001',
      useCause: '办理食品经营许可核验营业执照',
    },
  },
  answer: { status: 200, schema: api.queryCertAnswer },
  handler: ({ hub, body, address }) => hub.services.deployed.queryCert(body, address),
});
