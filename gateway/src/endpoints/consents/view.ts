import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { signatureExample, signedExample } from './examples.js';
import { params } from './params.js';

/** A question, signed like all an enterprise sends: what comes back is for its eyes alone. */
export const view = endpoint({
  method: 'POST',
  path: '/v1/consents/{id}/view',
  summary: {
    zh: '企业凭签名查看自己的授权：当前状态，以及每一次查询由谁、何时、为何用途、查了哪些字段',
    en: 'An enterprise sees its consent by its signature: how it stands, and every pull, by whom, when, what for and of which fields',
  },
  scope: 'public',
  idempotent: false,
  params,
  body: api.consentViewInput,
  example: { statement: { ...signedExample, kind: 'consent-view' }, signature: signatureExample },
  answer: { status: 200, schema: api.consentReport },
  refusals: [
    'CONSENT_UNKNOWN',
    'CONSENT_FORGOTTEN',
    'HOLDER_KEY_NOT_BOUND',
    'SIGNATURE_INVALID',
    'STATEMENT_OUT_OF_TIME',
    'STATEMENT_REPLAYED',
  ],
  handler: ({ hub, params: { id }, body }) => hub.services.consents.view(id, body),
});
