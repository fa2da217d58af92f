import { HanlianError, schemas, type ReportQuestion } from '@hanlian/chaincode/domain';
import type { Caller, PullPlace } from '../services/types.js';
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
    const { letters, peers, pulls } = this.#parts;
    const { report, provider } = pulls.reportOf(department, id, window, slot);
    const said = { kind: 'report-question', report } as const;
    const question = await letters.write<ReportQuestion>(department, provider, said);
    const reply = await peers.ask(provider, {
      path: '/v1/exchange/reports',
      question,
      reply: schemas.signedReportReply,
    });
    const { from, nonce, pdf } = reply.message;
    if (from !== provider || nonce !== question.message.nonce) {
      throw new HanlianError('EXCHANGE_REPLY_WRONG', 'The reply is to another question');
    }
    letters.requireGenuine(reply);
    return Buffer.from(pdf, 'base64');
  }
}
