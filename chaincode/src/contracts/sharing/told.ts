import { recordDigest } from '../../domain/index.js';
import { nodeHashes } from '../../hash/node.js';
import type { Outcome } from '../operation.js';
import type { Stored } from '../registry/record.js';
import { written } from '../registry/record.js';

/** As other records are written, with the record's digest in the event: the log proves each revision by itself. */
export const writtenWithDigest = (key: string, record: Stored): Outcome => {
  const { answer, event } = written(key, record);
  return { answer, event: { ...event, root: recordDigest(nodeHashes.sha256, record) } };
};
