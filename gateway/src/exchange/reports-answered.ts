import type { CreditReport } from '@hanlian/certificates';
import {
  HanlianError,
  type ReportReply,
  type SignedReportQuestion,
  type SignedReportReply,
} from '@hanlian/chaincode/domain';
import type { Speakers } from '../services/consents/speakers.js';
import type { Reports } from '../services/credit/report/reports.js';
import type { Once } from '../storage/once.js';
import { requireFirstReceived, type Letters } from './letters.js';

interface ReportsAnsweredParts {
  readonly letters: Letters;
  readonly speakers: Speakers;
  readonly reports: Pick<Reports, 'kept' | 'pdf'>;
  readonly caughtUp: () => Promise<void>;
  /** Which letters were received. */
  readonly received: Once;
}

/** The office's side: a report goes as PDF to whom it was released, and to nobody else. */
export class ReportsAnswered {
  readonly #parts: ReportsAnsweredParts;

  constructor(parts: ReportsAnsweredParts) {
    this.#parts = parts;
  }

  /** @throws {HanlianError} why the letter is refused; PULL_UNKNOWN; as `Reports.pdf` */
  async answer(question: SignedReportQuestion): Promise<SignedReportReply> {
    const { letters, speakers, reports, caughtUp, received } = this.#parts;
    const { from, to, nonce, report } = question.message;
    await caughtUp();
    letters.requireGenuine(question);
    await speakers.of(to);
    await requireFirstReceived(received, question.message);
    this.#requireReleased(report, from);
    const pdf = Buffer.from(await reports.pdf(report)).toString('base64');
    return letters.write<ReportReply>(to, from, { kind: 'report-reply', pdf }, nonce);
  }

  /** Whoever has overheard an id learns not even that there is such a report. */
  #requireReleased(id: string, bank: string): void {
    const found = this.#find(id);
    if (found?.pull.signed.statement.recipient === bank) return;
    throw new HanlianError('PULL_UNKNOWN', 'No such report was released to this bank');
  }

  #find(id: string): CreditReport | undefined {
    try {
      return this.#parts.reports.kept(id);
    } catch (error) {
      if (error instanceof HanlianError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }
}
