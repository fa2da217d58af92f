import type { Endpoint } from '../../http/endpoint.js';
import { acceptRepair } from './accept-repair.js';
import { acknowledge as acknowledgeStop } from './acknowledge.js';
import { annul as annulEntry } from './annul.js';
import { applyRepair } from './apply-repair.js';
import { correct as correctEntry } from './correct.js';
import { dispute as disputeEntry } from './dispute.js';
import { entries as enterpriseEntries } from './entries.js';
import { evaluate } from './evaluate.js';
import { files } from './files.js';
import { get as getEntry } from './get.js';
import { grade } from './grade.js';
import { overdue } from './overdue.js';
import { proposals } from './proposals.js';
import { publications } from './publications.js';
import { publish as publishEntries } from './publish.js';
import { resolveDispute } from './resolve-dispute.js';
import { reviewRepair } from './review-repair.js';
import { succeed as succeedSubject } from './succeed.js';

/** What departments, the credit office and others ask of public credit information. */
export const creditEndpoints: readonly Endpoint[] = [
  publishEntries,
  files,
  getEntry,
  correctEntry,
  annulEntry,
  disputeEntry,
  resolveDispute,
  applyRepair,
  acceptRepair,
  reviewRepair,
  acknowledgeStop,
  enterpriseEntries,
  grade,
  evaluate,
  succeedSubject,
  publications,
  overdue,
  proposals,
];
