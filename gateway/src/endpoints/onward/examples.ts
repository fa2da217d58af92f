import {
  bankExample,
  digestExample,
  officeExample,
  signatureExample,
  signedAt,
} from '../consents/examples.js';

const ID = 'A'.repeat(22);
const OPERATOR = '91420100MA9B0003XT';

export const onwardInputExample = {
  id: ID,
  grant: ID,
  recipient: bankExample,
  queries: [ID],
  fields: ['name', 'status'],
  product: digestExample,
};

const { recipient, ...product } = onwardInputExample;

/** A receipt as its operator's hub gave it, and what the recipient made of the file. */
export const onwardConfirmationExample = {
  receipt: {
    record: {
      v: 1,
      kind: 'onward',
      provider: OPERATOR,
      requester: recipient,
      seq: 1,
      prev: digestExample,
      key: digestExample,
      at: signedAt,
      ...product,
      grantRevision: 1,
      view: { height: 9, at: signedAt },
    },
    signature: signatureExample,
  },
  product: digestExample,
} as const;

/** As an operator's hub tells that of the department whose data it is. */
export const onwardNoticeExample = {
  v: 1,
  to: officeExample,
  receipt: onwardConfirmationExample.receipt,
} as const;
