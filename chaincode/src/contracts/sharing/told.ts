import { recordDigest } from '../../domain/index.js';
import { nodeHashes } from '../../hash/node.js';
import type { Outcome } from '../operation.js';
import type { Stored } from '../registry/record.js';
import { written } from '../registry/record.js';

/** What an event tells of one record: its key, and its digest, so that the log proves each revision by itself. */
export const recordTold = (key: string, record: object): Outcome['event'] => ({
  count: 1,
  key,
  root: recordDigest(nodeHashes.sha256, record),
});

/** As other records are written, with the record's digest in the event. */
export const writtenWithDigest = (key: string, record: Stored): Outcome => ({
  ...written(key, record),
  event: recordTold(key, record),
});
