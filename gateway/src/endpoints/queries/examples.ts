import { digestExample, signatureExample, signedAt } from '../consents/examples.js';

const ID = 'A'.repeat(22);
const PROVIDER = '11420100010000001X';
const REQUESTER = '114201000100000028';

export const queryInputExample = {
  id: ID,
  grant: ID,
  fields: ['name', 'status'],
  purpose: '核验经营资格',
  matter: '食品经营许可',
  subject: '91350100M000100Y43',
  reason: '核验申请人的登记状态',
  operator: 'op-17',
  system: '行政审批系统',
};

const { subject, reason, ...asked } = queryInputExample;

/** As a requester's hub sends it. */
export const queryQuestionExample = {
  v: 1,
  asked: {
    query: {
      v: 1,
      kind: 'query',
      ...asked,
      requester: REQUESTER,
      key: digestExample,
      provider: PROVIDER,
      resource: '307013/1',
      subject: digestExample,
      reason: digestExample,
      issuedAt: signedAt,
    },
    signature: signatureExample,
  },
  opening: { subject: { value: subject, salt: ID }, reason: { value: reason, salt: ID } },
} as const;

export const acknowledgementExample = {
  acknowledgement: {
    v: 1,
    kind: 'acknowledgement',
    provider: PROVIDER,
    requester: REQUESTER,
    query: ID,
    release: digestExample,
    key: digestExample,
    issuedAt: signedAt,
  },
  signature: signatureExample,
} as const;
