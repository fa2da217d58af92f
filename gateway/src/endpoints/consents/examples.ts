const ID = 'A'.repeat(22);
const DIGEST = 'A'.repeat(43);

/** Noon of 2026-11-20 at +08:00, when the examples are signed. */
export const signedAt = 1795147200;

/** What every signed statement of an enterprise begins with. */
export const signedExample = { v: 1, id: ID, intent: ID, holderKey: DIGEST, issuedAt: signedAt } as const;

/** Who releases reports, and the bank that asks for them. */
export const officeExample = '11410800MB18523953';
export const bankExample = '91110000600037341L';

/** A signature in base64url of its DER. */
export const signatureExample = 'A'.repeat(94);

export const digestExample = DIGEST;
