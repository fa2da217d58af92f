import {
  composeReport,
  isShownEntry,
  reportFile,
  reportPdf,
  sealReport,
  type CreditReport,
} from '@hanlian/certificates';
import {
  keys,
  requireLive,
  splitKey,
  type ConsentRecord,
  type EntryReference,
  type SignedConsent,
  type SignedPull,
} from '@hanlian/chaincode/domain';
import type { HeldWrites } from '../../../outbox/held-writes.js';
import type { GroupWriter } from '../../../storage/group-writer.js';
import { random16 } from '../../../storage/random.js';
import type { Change } from '../../../storage/store.js';
import type { LicenseParts } from '../../licenses/parts.js';
import { proveAt } from '../../licenses/state-proof.js';
import { recordAt } from '../../records.js';
import { holderOf } from '../bodies.js';
import { Recipients } from '../recipients.js';
import { WaitingReviews } from '../waiting-reviews.js';
import { assemble } from './assemble.js';

/** A pull that has taken its slot on the ledger. */
export interface Pulled {
  readonly consent: SignedConsent;
  readonly pull: SignedPull;
  readonly window: string;
  readonly slot: number;
  readonly transactionId: string;
  readonly block: number;
}

interface ReportsParts extends Pick<
  LicenseParts,
  | 'model'
  | 'map'
  | 'documents'
  | 'store'
  | 'logProofs'
  | 'registry'
  | 'seals'
  | 'hashes'
  | 'random'
  | 'now'
  | 'caughtUp'
> {
  readonly writer: GroupWriter;
  readonly heldWrites: Pick<HeldWrites, 'overtake'>;
}

/** For so many days whoever received a report may go by it. */
const DAYS = 30;
const DAY = 24 * 60 * 60;
/** Which report a pull was answered with. */
const OF_PULL = 'reportof~';
const nameOf = (id: string): string => `report/${id}`;

/** Credit reports: made once for each pull, and kept as they were given away. */
export class Reports {
  readonly #parts: ReportsParts;
  readonly #recipients: Recipients;
  readonly #reviews: WaitingReviews;
  readonly #making = new Map<string, Promise<CreditReport>>();

  constructor(parts: ReportsParts) {
    this.#parts = parts;
    this.#recipients = new Recipients(parts);
    this.#reviews = new WaitingReviews(parts);
  }

  /**
   * The report that answers a pull, on disk before it is given away; asked for again, the same one. It waits for a
   * checkpoint that has the pull in it.
   *
   * @throws {HanlianError} LOG_PENDING, ENTRY_BODY_MISSING, SEAL_ELSEWHERE, and why the consent holds no more
   */
  async release(pulled: Pulled): Promise<CreditReport> {
    const place = placeOf(pulled);
    const id = this.#parts.store.getSync(OF_PULL + place)?.toString();
    if (id !== undefined) return this.kept(id);
    const making = this.#making.get(place) ?? this.#make(pulled, place);
    this.#making.set(place, making);
    try {
      return await making;
    } finally {
      this.#making.delete(place);
    }
  }

  /** A report as it was released. @throws {HanlianError} NOT_FOUND, DOCUMENT_ERASED */
  kept(id: string): CreditReport {
    return JSON.parse(this.#parts.documents.read(nameOf(id)).toString()) as CreditReport;
  }

  /** The same as PDF, signed by its office as it is made. @throws {HanlianError} as `kept`; CHARACTER_NOT_PRINTABLE */
  async pdf(id: string): Promise<Uint8Array> {
    const { registry, seals, now } = this.#parts;
    const report = this.kept(id);
    const at = now();
    const office = registry.inChargeOf(report.consent.signed.statement.provider, at);
    const { sealer } = await seals.sealersAt(office, at);
    const nameOfDepartment = (code: string): string | undefined => registry.department(code)?.name.zh;
    return reportPdf(report, { nameOf: nameOfDepartment, at: new Date(at * 1000) }, sealer);
  }

  async #make(pulled: Pulled, place: string): Promise<CreditReport> {
    const { logProofs, writer, documents, caughtUp, model, now } = this.#parts;
    await logProofs.awaitEvidence(pulled.transactionId, pulled.block);
    await caughtUp();
    // The pull may have taken its slot long ago, and got no further.
    requireLive(recordAt(model, keys.consent(pulled.consent.statement.id)) as ConsentRecord, now());
    const report = await this.#sealed(pulled);
    const { put, durable } = documents.prepare(
      nameOf(report.id),
      [holderOf(pulled.consent.statement.holder)],
      reportFile(report),
    );
    await durable;
    const shown = shownIn(report);
    // Reviews made ready from now on name who gets it; those that wait already are asked for anew.
    await writer.write(this.#told(report, shown));
    await this.#reviews.overtake(shown);
    const ofPull: Change = { type: 'put', key: OF_PULL + place, value: Buffer.from(report.id) };
    await writer.write([put, ofPull]);
    return report;
  }

  async #sealed({ consent, pull, window, slot }: Pulled): Promise<CreditReport> {
    const { logProofs, hashes, random, now, registry, seals } = this.#parts;
    const { id, holder: subject, provider } = consent.statement;
    const issuedAt = now();
    const { block, note: checkpoint } = await logProofs.witnessed();
    const granted = pull.statement.fields;
    const [consentRecord, pullRecord, shown] = await Promise.all([
      proveAt(this.#parts, keys.consent(id), block),
      proveAt(this.#parts, keys.pull(id, window, slot), block),
      assemble(this.#parts, { subject, granted, block, at: issuedAt }),
    ]);
    const report = composeReport(hashes, {
      id: random16(random),
      issuedAt,
      until: issuedAt + DAYS * DAY,
      consent: { signed: consent, record: consentRecord },
      pull: { signed: pull, record: pullRecord },
      checkpoint,
      ...shown,
    });
    const { sealer: seal, sm2Sealer: sm2Seal } = await seals.sealersAt(
      registry.inChargeOf(provider, issuedAt),
      issuedAt,
    );
    return sealReport(report, { seal, sm2Seal });
  }

  /** Whom each entry was shown to: should one be repaired, they have to stop using it. */
  #told({ pull }: CreditReport, shown: readonly EntryReference[]): Change[] {
    const { recipient } = pull.signed.statement;
    return shown.map((entry) => this.#recipients.shown(entry, recipient));
  }
}

const shownIn = ({ sets }: CreditReport): EntryReference[] =>
  sets.flatMap(({ entries }) =>
    entries.filter(isShownEntry).map(({ record }) => {
      const [, subject, entry] = splitKey(record.key) as [string, string, string];
      return { subject, entry };
    }),
  );

const placeOf = ({ consent, window, slot }: Pulled): string => `${consent.statement.id}~${window}~${slot}`;
