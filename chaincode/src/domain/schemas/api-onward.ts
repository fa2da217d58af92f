import { z } from 'zod';
import { digest, usccText } from './common.js';
import { onwardReceipt, refusalReceipt, signedAcknowledgement, signedOnward } from './receipts.js';

const { id, grant, queries, fields, product } = onwardReceipt.shape;

/** A product that its operator is about to hand on. The id is the caller's to draw: each counts once. */
export const onwardInput = z.strictObject({ id, grant, recipient: usccText, queries, fields, product });

export const onwardPath = z.strictObject({ id });

/** Each operator draws its own ids: whose product is meant, where a recipient has several under one id. */
export const onwardQuery = z.strictObject({ operator: usccText.optional() });

/**
 * What is on record of a product: `handedOn` until its recipient has confirmed that it has it. A recipient is told by which
 * code the operator's hub refused its word for good, if it did.
 */
export const onwardRecords = z.strictObject({
  standing: z.enum(['handedOn', 'acknowledged']),
  receipt: signedOnward,
  acknowledgement: signedAcknowledgement.optional(),
  acknowledgementRefused: refusalReceipt.shape.code.optional(),
});

/** The receipt that came with a product, and the SHA-256 of the product as its recipient has it. */
export const onwardConfirmation = z.strictObject({ receipt: signedOnward, product });

/** A provider's hub has noted where its data went. */
export const onwardNoted = z.strictObject({ onward: id });

/** Where a product went that is made of an access: to whom, when, and with which fields. */
export const handedOn = z.strictObject({
  recipient: usccText,
  at: z.string(),
  fields,
  /** Digest of its receipt. */
  receipt: digest,
});

export type HandedOn = z.infer<typeof handedOn>;
export type OnwardQuery = z.infer<typeof onwardQuery>;
export type OnwardInput = z.infer<typeof onwardInput>;
export type OnwardRecords = z.infer<typeof onwardRecords>;
export type OnwardConfirmation = z.infer<typeof onwardConfirmation>;
