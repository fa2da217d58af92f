import type { Endpoint } from '../../http/endpoint.js';
import { acknowledge as acknowledgeRelease } from './acknowledge.js';
import { answer as answerQuery } from './answer.js';
import { ask as askQuery } from './ask.js';
import { get as getQuery } from './get.js';
import { open as openQueries } from './open.js';
import { receipts as exportReceipts } from './receipts.js';

/** What departments ask of one another's data, and what is kept of it. */
export const queryEndpoints: readonly Endpoint[] = [
  askQuery,
  getQuery,
  exportReceipts,
  openQueries,
  answerQuery,
  acknowledgeRelease,
];
