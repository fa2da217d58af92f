import { z } from 'zod';
import { digest, instant, random16, usccText, v1 } from './common.js';
import { reasonText } from './receipts.js';

/** What every question of an enterprise about its own data begins with. */
const signedBy = {
  v: v1,
  holder: usccText,
  holderKey: digest,
  /** A department of the hub that is asked: what is signed for one hub counts at no other. */
  audience: usccText,
  intent: random16,
  issuedAt: instant,
};

/** What it signs (RFC 8785 bytes) to see who read its data. */
export const accessViewStatement = z.strictObject({ ...signedBy, kind: z.literal('access-view') });

/** Which access somebody objects to, and why. */
export const objection = z.strictObject({ requester: usccText, query: random16, reason: reasonText });

/** What it signs to object to an access. */
export const accessObjectionStatement = z.strictObject({
  ...signedBy,
  ...objection.shape,
  kind: z.literal('access-objection'),
});

export type AccessViewStatement = z.infer<typeof accessViewStatement>;
export type Objection = z.infer<typeof objection>;
export type AccessObjectionStatement = z.infer<typeof accessObjectionStatement>;
