import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_CHANGE } from '../registry/put.js';
import { withRevision } from '../revision.js';
import { params } from './params.js';

export const compromise = endpoint({
  method: 'POST',
  path: '/v1/seal-keys/{department}/{key}/compromise',
  summary: {
    zh: '报告印章密钥泄露：自该时起的用印不再有效',
    en: 'Report a seal key as compromised: seals made since then prove nothing',
  },
  scope: 'registry:putSealKey',
  idempotent: true,
  signedByCaller: true,
  params,
  body: api.compromiseInput,
  example: { since: '2026-11-20T09:30:00+08:00' },
  answer: { status: 200, schema: api.registryAnswer },
  refusals: [...OF_CHANGE, 'NOT_FOUND', 'RECORD_FINAL'],
  handler: ({ hub, caller, params: key, body, once, ifMatch }) =>
    hub.services.registry.compromise(caller, key, withRevision(body, ifMatch), once),
});
