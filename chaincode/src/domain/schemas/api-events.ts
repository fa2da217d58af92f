import { z } from 'zod';
import { jsonValue } from './common.js';

/**
 * What is told: `license.changed` (one certificate; `license.recorded` a batch or a run of it), `credit.changed`
 * (entries published, or one acted on), `credit.serious` and `license.ended` (to a bank, of an enterprise that consents to its
 * pulls), `registry.changed`, `catalogue.changed` (entries of catalogue or lists, a
 * published version), `consent.changed`, `grant.changed`, `grant.overdue` (nobody decided in time), `finding.changed`,
 * `finding.overdue` (nobody answered in time), `loan.changed` (to its bank, what its enterprise did too),
 * `task.waiting`, `task.closed`, `job.waiting`, `job.closed`, `key.expiring`, `webhook.paused`.
 */
export const eventType = z.enum([
  'license.changed',
  'license.recorded',
  'license.proposed',
  'license.ended',
  'credit.changed',
  'credit.serious',
  'registry.changed',
  'catalogue.changed',
  'consent.changed',
  'grant.changed',
  'grant.overdue',
  'finding.changed',
  'finding.overdue',
  'loan.changed',
  'task.waiting',
  'task.closed',
  'job.waiting',
  'job.closed',
  'key.expiring',
  'webhook.paused',
]);

/** A place in a department's feed: how many events stand before it. */
export const eventPosition = z.string().regex(/^(0|[1-9][0-9]{0,11})$/);

/** One event. Its id is that of its cause: the same event told twice has the same id. Nothing in it is personal. */
export const event = z.strictObject({
  id: z.string(),
  position: eventPosition,
  type: eventType,
  /** When it happened (ISO 8601): of the ledger's events the submitter's claimed time. */
  at: z.string(),
  data: z.record(z.string(), jsonValue),
});

export const eventQuery = z.strictObject({
  /** The `position` of the last event taken; from the beginning when absent. */
  after: eventPosition.default('0'),
  limit: z
    .string()
    .regex(/^[1-9][0-9]{0,2}$/)
    .transform(Number)
    .pipe(z.int().min(1).max(200))
    .default(50),
  /** Seconds to wait for the first event when there is none yet. */
  wait: z
    .string()
    .regex(/^(0|[1-9]|1[0-9]|20)$/)
    .transform(Number)
    .pipe(z.int().min(0).max(20))
    .default(0)
    .meta({ description: 'Seconds to wait when there is nothing new yet, up to 20' }),
});

/** `position` is the `after` of the next question, whether or not there were events for the caller. */
export const eventPage = z.strictObject({ items: z.array(event), position: eventPosition });

export type EventType = z.infer<typeof eventType>;
export type FeedEvent = z.infer<typeof event>;
export type EventQuery = z.infer<typeof eventQuery>;
export type EventPage = z.infer<typeof eventPage>;
