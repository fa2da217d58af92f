import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_IDENTIFIER } from '../licenses/params.js';
import { deployed } from './refusals.js';

export const verifyCertInfo = endpoint({
  ...deployed('verifyCertInfo', OF_IDENTIFIER),
  summary: {
    zh: '按证照标识和照面信息核验（已部署接口）',
    en: 'Verify by identifier and fields (the interface in the field)',
  },
  body: api.verifyCertInfoInput,
  example: {
    head: { accessId: 'market-clerk', accessToken: 'the-key-of-this-caller' },
    data: {
      certId: '1.2.156.3005.2.11100000MB0143028R001.11410800MB18523953.2026000001.001.5',
      fields: { unitName: '示例食品有限公司' },
      useCause: '办理食品经营许可核验营业执照',
    },
  },
  answer: { status: 200, schema: api.verifyAnswer },
  handler: ({ hub, body, address }) => hub.services.deployed.verifyCertInfo(body, address),
});
