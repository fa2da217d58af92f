import { z } from 'zod';
import { pageOf, pageQuery } from './api-common.js';
import { event, eventPosition, eventType } from './api-events.js';

/** When it was made, in base 36, and 128 random bits: the order of ids is that of making. */
export const webhookId = z.string().regex(/^[0-9a-z]{7}-[A-Za-z0-9_-]{22}$/);

const described = {
  name: z.string().min(1).max(100),
  /** Where events go, by POST: https, unless the hub's settings name its network. */
  url: z
    .string()
    .regex(/^https?:\/\/[\x21-\x7e]{1,2000}$/)
    .meta({ examples: ['https://events.example.cn/hanlian'] }),
  /** The kinds of events it is sent; all when absent. */
  types: z.array(eventType).min(1).max(20).optional(),
};

/** `after`: the position from which events are sent; from now on when absent. */
export const webhookInput = z.strictObject({ ...described, after: eventPosition.optional() });

/** All that is to stand in it. Made active again, it goes on where it stopped. */
export const webhookChange = z.strictObject({
  ...described,
  state: z.enum(['active', 'paused']).default('active'),
});

/** How long the old secret still signs beside the new one, in seconds: up to 30 days, a day when it is not said. */
export const webhookRotation = z.strictObject({
  overlapSeconds: z
    .int()
    .min(0)
    .max(30 * 24 * 60 * 60)
    .default(24 * 60 * 60),
});

/** The dead letters to send once more; all when absent. */
export const redeliverInput = z.strictObject({
  positions: z.array(eventPosition).min(1).max(200).optional(),
});

/**
 * Why a delivery failed: `answered` with a status that is not 2xx (redirects are not followed), `timeout`, `connection`
 * (no connection, or none that is trusted), `target` (the address is one the hub does not call).
 */
export const webhookFailure = z.strictObject({
  reason: z.enum(['answered', 'timeout', 'connection', 'target']),
  status: z.int().optional(),
});

/**
 * Why nothing is sent: its owner `asked` for that, it was `failing` for days, the receiver said it is `gone` (410), or
 * the `credential` it was made or last changed with was revoked.
 */
export const webhookPause = z.enum(['asked', 'failing', 'gone', 'credential']);

export const webhookAnswer = z.strictObject({
  id: webhookId,
  name: z.string(),
  url: z.string(),
  types: z.array(eventType).optional(),
  state: z.enum(['active', 'paused']),
  pausedFor: webhookPause.optional(),
  createdAt: z.string(),
  /** Everything up to this position was delivered, is a dead letter, or is of no kind it asks for. */
  position: eventPosition,
  /** While the event after that position cannot be delivered. */
  failing: z
    .strictObject({
      since: z.string(),
      attempts: z.int(),
      nextAttemptAt: z.string().optional(),
      last: webhookFailure,
    })
    .optional(),
  /** When each secret that signs was drawn, and when it ends. */
  secrets: z.array(z.strictObject({ since: z.string(), until: z.string().optional() })),
  /** The new secret itself (`whsec_…`), in the one answer that draws it. */
  secret: z.string().optional(),
});
/** What was deleted. */
export const webhookReference = z.strictObject({ id: webhookId });
export const webhookPage = pageOf(webhookAnswer);
export const webhookQuery = pageQuery.extend({ cursor: webhookId.optional() });

/** An event that was tried as often as any is. `waiting`: it is about to be sent once more. */
export const deadLetter = z.strictObject({
  position: eventPosition,
  state: z.enum(['kept', 'waiting']),
  attempts: z.int(),
  at: z.string(),
  last: webhookFailure,
  /** How the last answer's body began, at most 512 bytes. */
  answer: z.string().optional(),
  /** Absent when the feed no longer has it. */
  event: event.optional(),
});
export const deadLetterPage = pageOf(deadLetter);
export const deadLetterQuery = pageQuery.extend({ cursor: eventPosition.optional() });

/** How many dead letters are about to be sent once more. */
export const redeliveryAnswer = z.strictObject({ waiting: z.int() });

export type WebhookInput = z.infer<typeof webhookInput>;
export type WebhookChange = z.infer<typeof webhookChange>;
export type WebhookRotation = z.infer<typeof webhookRotation>;
export type WebhookFailure = z.infer<typeof webhookFailure>;
export type WebhookPause = z.infer<typeof webhookPause>;
export type WebhookAnswer = z.infer<typeof webhookAnswer>;
export type WebhookQuery = z.infer<typeof webhookQuery>;
export type DeadLetter = z.infer<typeof deadLetter>;
export type DeadLetterQuery = z.infer<typeof deadLetterQuery>;
export type RedeliverInput = z.infer<typeof redeliverInput>;
export type RedeliveryAnswer = z.infer<typeof redeliveryAnswer>;
