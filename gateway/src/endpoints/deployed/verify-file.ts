import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { FILE_LIMIT } from '../verifications/create.js';
import { deployed } from './refusals.js';

export const verifyFile = endpoint({
  ...deployed('verifyFile', ['FILE_TOO_LARGE', 'BATCH_REFUSED']),
  bodyLimit: FILE_LIMIT,
  summary: {
    zh: '核验证照文件：存证文件，或任何形式的文件（base64）（已部署接口）',
    en: "Verify a certificate's file: its evidence document, or a file of any form in base64 (the interface in the field)",
  },
  body: api.verifyFileInput,
  example: {
    head: { accessId: 'market-clerk', accessToken: 'the-key-of-this-caller' },
    data: { file: { v: 'hanlian-evidence/1' }, useCause: '办理食品经营许可核验营业执照' },
  },
  answer: { status: 200, schema: api.verifyAnswer },
  handler: ({ hub, body, address }) => hub.services.deployed.verifyFile(body, address),
});
