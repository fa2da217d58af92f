import { api, schemas } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { OF_IDENTIFIER, licenseParams } from './params.js';

export const proof = endpoint({
  method: 'GET',
  path: '/v1/licenses/{id}/proof',
  summary: {
    zh: '证照状态的离线证明：到某检查点为止账本上有什么、没有什么',
    en: 'Prove offline what the ledger held of a certificate up to a checkpoint, or that it held nothing',
  },
  scope: 'license:stateAt',
  idempotent: false,
  params: licenseParams,
  query: api.proofQuery,
  answer: { status: 200, schema: schemas.stateProof },
  refusals: [...OF_IDENTIFIER, 'CHECKPOINT_UNKNOWN', 'MAP_CHECKPOINT_UNKNOWN'],
  handler: ({ hub, caller, params, query }) =>
    hub.services.licenses.proof(caller, params.id, sizeIn(query.checkpoint)),
});

const sizeIn = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text);
