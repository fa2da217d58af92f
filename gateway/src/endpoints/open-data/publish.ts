import { api } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import { endpoint } from '../../http/endpoint.js';
import { codeOf, params } from './params.js';

export const publish = endpoint({
  method: 'POST',
  path: '/v1/open-data/{group}/{item}',
  summary: {
    zh: '发布开放数据的下一版本（只登记文件摘要，文件留在部门）',
    en: "Publish the next version of an open set by its file's digests; the file stays with its department",
  },
  scope: 'catalogue:publishOpenVersion',
  idempotent: true,
  signedByCaller: true,
  params,
  body: api.openVersionInput,
  example: {
    fileName: '企业注销登记信息.csv',
    mediaType: 'text/csv',
    size: 11,
    sha256: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
    sm3: '44f0061e69fa6fdfc290c494654a05dc0c053da7e5c52b84ef93a9d67d3fff88',
  },
  answer: {
    status: 201,
    schema: z.strictObject({ version: z.int().min(1), transactionId: z.string() }),
  },
  refusals: [
    'RESOURCE_UNKNOWN',
    'RESOURCE_NOT_OPEN',
    'OPEN_VERSION_OUT_OF_ORDER',
    'STALE',
    'ALREADY_APPLIED',
    'TXTIME_TOO_OLD',
    'WRONG_MSP',
    'OTHER_DEPARTMENT',
    'HOLDS_CITIZEN_NUMBER',
  ],
  handler: ({ hub, caller, params: named, body, once }) =>
    hub.services.catalogue.publish(caller, codeOf(named), body, once),
});
