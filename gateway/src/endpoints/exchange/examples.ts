import { bankExample, digestExample, officeExample, signedAt } from '../consents/examples.js';

/** What every letter of a bank to the office begins with. */
export const letterExample = {
  v: 1,
  from: bankExample,
  to: officeExample,
  key: digestExample,
  nonce: 'A'.repeat(22),
  issuedAt: signedAt,
} as const;
