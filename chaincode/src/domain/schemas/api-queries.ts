import { z } from 'zod';
import { onwardRecords } from './api-onward.js';
import { usccText } from './common.js';
import { releasedData } from './exchange.js';
import {
  query,
  reasonText,
  refusalReceipt,
  signedAcknowledgement,
  signedQuery,
  signedReceipt,
  subjectText,
} from './receipts.js';

const { id, grant, fields, purpose, matter, operator, system, encryptTo } = query.shape;

/** What a caller asks under a grant; its department signs it. The id is the caller's to draw: each counts once. */
export const queryInput = z.strictObject({
  id,
  grant,
  fields,
  purpose,
  matter,
  subject: subjectText,
  reason: reasonText,
  operator,
  system,
  encryptTo,
});

/** The provider's records and the data. */
export const queryAnswer = z.strictObject({
  id,
  provider: usccText,
  request: signedReceipt,
  release: signedReceipt,
  data: releasedData,
});

const standing = z.enum(['asked', 'released', 'refused', 'acknowledged']);

export const queryPath = z.strictObject({ id });

/**
 * What came of a query. `asked`: a request without release; `released`: a release without acknowledgement, or at the
 * requester one whose acknowledgement the provider refused for good. Without an outcome there is none yet.
 */
export const queryRecords = z.strictObject({
  standing,
  request: signedReceipt,
  outcome: signedReceipt.optional(),
  acknowledgement: signedAcknowledgement.optional(),
  /** By which code the provider refused it; it is not sent again. */
  acknowledgementRefused: refusalReceipt.shape.code.optional(),
});

/** At the requester: what it asked of another hub, from which no answer has come. It counts, and is not sent again. */
export const unansweredQuery = z.strictObject({ standing: z.literal('unanswered'), asked: signedQuery });

export const queryFound = z.union([queryRecords, unansweredQuery]);

/** Whose receipts: those of a provider, or of it for one requester. */
export const receiptsQuery = z.strictObject({ provider: usccText, requester: usccText.optional() });

/** Requests without release; releases and products handed on without acknowledgement. */
export const openQueries = z.strictObject({ items: z.array(z.union([queryRecords, onwardRecords])) });

export const acknowledged = z.strictObject({ query: id });

export type QueryInput = z.infer<typeof queryInput>;
export type QueryAnswer = z.infer<typeof queryAnswer>;
export type QueryStanding = z.infer<typeof standing>;
export type QueryRecords = z.infer<typeof queryRecords>;
export type QueryFound = z.infer<typeof queryFound>;
export type OpenQueries = z.infer<typeof openQueries>;
export type ReceiptsQuery = z.infer<typeof receiptsQuery>;
