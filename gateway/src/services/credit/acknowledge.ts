import {
  HanlianError,
  type AcknowledgeInput,
  type EntryReference,
  type JsonObject,
} from '@hanlian/chaincode/domain';
import type { CreditParts } from './parts.js';
import { findDuties } from './read.js';
import type { Recipients } from './recipients.js';

/** By which commitment a department's acknowledgement stands on the ledger. @throws {HanlianError} STOP_UNKNOWN */
export function planAcknowledgement(
  parts: CreditParts,
  recipients: Recipients,
  reference: EntryReference,
  { recipient, receipt }: AcknowledgeInput,
): { readonly argument: JsonObject; readonly answer: JsonObject } {
  const duties = findDuties(parts, reference);
  const named = duties && recipients.of(reference, duties).find(({ department }) => department === recipient);
  if (duties === undefined || named === undefined) {
    throw new HanlianError('STOP_UNKNOWN', 'This department has no duty to stop here', {
      field: 'recipient',
    });
  }
  const { commitment } = named;
  const argument = { ...reference, commitment, receipt, expectedRevision: duties.revision };
  return { argument, answer: { ...reference } };
}
