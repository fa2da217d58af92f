import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_IDENTIFIER } from '../licenses/params.js';
import { deployed } from './refusals.js';

export const downloadFile = endpoint({
  ...deployed('downloadFile', [
    ...OF_IDENTIFIER,
    'CHARACTER_NOT_PRINTABLE',
    'SM2_SEAL_NEEDED',
    'SEAL_KEY_NOT_LIVE',
  ]),
  summary: {
    zh: '下载证照文件：存证文件，或内附存证文件的 PDF、OFD（已部署接口）',
    en: "Download a certificate's file: its evidence document, or the PDF or OFD that carries it (the interface in the field)",
  },
  body: api.downloadFileInput,
  example: {
    head: { accessId: 'market-clerk', accessToken: 'the-key-of-this-caller' },
    data: {
      certId: '1.2.156.3005.2.11100000MB0143028R001.11410800MB18523953.2026000001.001.5',
      fileType: 'pdf',
      useCause: '办理食品经营许可核验营业执照',
    },
  },
  answer: { status: 200, schema: api.downloadFileAnswer },
  handler: ({ hub, body, address }) => hub.services.deployed.downloadFile(body, address),
});
