import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { deployed } from './refusals.js';

export const verifyFile = endpoint({
  ...deployed('verifyFile'),
  summary: {
    zh: '核验证照文件（已部署接口）',
    en: "Verify a certificate's file (the interface in the field)",
  },
  body: api.verifyFileInput,
  example: {
    head: { accessId: 'market-clerk', accessToken: 'the-key-of-this-caller' },
    data: { file: { v: 'hanlian-evidence/1' }, useCause: '办理食品经营许可核验营业执照' },
  },
  answer: { status: 200, schema: api.verifyAnswer },
  handler: ({ hub, body, address }) => hub.services.deployed.verifyFile(body, address),
});
