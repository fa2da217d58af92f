import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { deployed } from './refusals.js';

export const queryCertInfoByHolderCode = endpoint({
  ...deployed('queryCertInfoByHolderCode'),
  summary: {
    zh: '按持证主体代码查询照面信息（已部署接口）',
    en: "Read a holder's certificates of one type (the interface in the field)",
  },
  body: api.queryByHolderInput,
  example: {
    head: { accessId: 'market-clerk', accessToken: 'the-key-of-this-caller' },
    data: {
      certTypeCode: '11100000MB0143028R901',
      holderTypeCode: '001',
      holderCode: '91350100M000100Y43',
      useCause: '办理食品经营许可核验营业执照',
    },
  },
  answer: { status: 200, schema: api.queryByHolderAnswer },
  handler: ({ hub, body, address }) => hub.services.deployed.queryCertInfoByHolderCode(body, address),
});
