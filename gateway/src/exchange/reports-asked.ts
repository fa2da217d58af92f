import { schemas, type ReportQuestion, type ReportReply } from '@hanlian/chaincode/domain';
import type { Caller, PullPlace } from '../services/types.js';
import { correspond } from './correspondence.js';
import type { Letters } from './letters.js';
import type { Peers } from './peers.js';
import type { PullsAsked } from './pulls-asked.js';

interface ReportsAskedParts {
  readonly letters: Letters;
  readonly peers: Peers;
  readonly pulls: Pick<PullsAsked, 'reportOf'>;
}

/** The bank's side: a report it has pulled, as PDF. Only its office can seal it, so only its office makes it. */
export class ReportsAsked {
  readonly #parts: ReportsAskedParts;

  constructor(parts: ReportsAskedParts) {
    this.#parts = parts;
  }

  /** @throws {HanlianError} PULL_UNKNOWN, EXCHANGE_*, and what the office refuses with */
  async pdf({ department }: Caller, { id, window, slot }: PullPlace): Promise<Uint8Array> {
    const { report, provider } = this.#parts.pulls.reportOf(department, id, window, slot);
    const { pdf } = await correspond<ReportQuestion, ReportReply>(this.#parts, {
      from: department,
      to: provider,
      path: '/v1/exchange/reports',
      said: { kind: 'report-question', report },
      reply: schemas.signedReportReply,
    });
    return Buffer.from(pdf, 'base64');
  }
}
