const ID = 'A'.repeat(22);
const DIGEST = 'A'.repeat(43);

/** What every signed statement of an enterprise begins with. */
export const signedExample = { v: 1, id: ID, intent: ID, holderKey: DIGEST, issuedAt: 1795132800 } as const;

/** A signature in base64url of its DER. */
export const signatureExample = 'A'.repeat(94);

export const digestExample = DIGEST;
