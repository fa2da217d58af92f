import type { JsonObject } from '@hanlian/chaincode/domain';
import { officeExample, signatureExample, signedAt } from '../consents/examples.js';

const ID = 'A'.repeat(22);
const DIGEST = 'A'.repeat(43);

/** What an enterprise objects to. */
export const objectionExample = {
  requester: officeExample,
  query: ID,
  reason: '本企业未申请该事项',
} as const;

/** What an enterprise signs about its own data. */
export const ownExample = (kind: 'access-view' | 'access-objection', more: JsonObject = {}): JsonObject => ({
  statement: {
    v: 1,
    kind,
    holder: '91350100M000100Y43',
    holderKey: DIGEST,
    audience: officeExample,
    intent: ID,
    issuedAt: signedAt,
    ...more,
  },
  signature: signatureExample,
});
