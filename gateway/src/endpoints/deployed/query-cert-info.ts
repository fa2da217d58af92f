import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_IDENTIFIER } from '../licenses/params.js';
import { deployed } from './refusals.js';

export const queryCertInfo = endpoint({
  ...deployed('queryCertInfo', OF_IDENTIFIER),
  summary: {
    zh: '按证照标识查询照面信息（已部署接口）',
    en: "Read a certificate's fields by its identifier (the interface in the field)",
  },
  body: api.queryCertInfoInput,
  example: {
    head: { accessId: 'market-clerk', accessToken: 'the-key-of-this-caller' },
    data: {
      certId: '1.2.156.3005.2.11100000MB0143028R001.11410800MB18523953.2026000001.001.5',
      useCause: '办理食品经营许可核验营业执照',
    },
  },
  answer: { status: 200, schema: api.queryCertInfoAnswer },
  handler: ({ hub, body, address }) => hub.services.deployed.queryCertInfo(body, address),
});
