import {
  keys,
  type CreditEntry,
  type EntryFacts,
  type EntrySet,
  type JsonObject,
} from '@hanlian/chaincode/domain';
import { transactionIdOf } from '../ledger/transaction-id.js';
import type { KnownConsent, KnownConsents } from '../services/consents/known-consents.js';
import { clocksOf, entryView, type Clocks } from '../services/credit/view.js';
import type { LicenseParts } from '../services/licenses/parts.js';
import { recordAt } from '../services/records.js';
import { entriesWritten, type WrittenEntry } from './entries-written.js';
import type { Notice, Telling } from './notice.js';

type Parts = Pick<LicenseParts, 'model' | 'registry' | 'ledger' | 'now'>;

/** The acts by which an entry comes to say something. */
const SAYING = new Set(['publish', 'correct', 'resolveDispute'].map((act) => `credit.${act}`));

/**
 * What an act says gravely of enterprises (severity 严重, which 严重失信主体名单 always has), to each bank of this hub that such an enterprise lets pull
 * its record now: once, when the entry first says so, and only while it is published.
 */
export const seriousBy =
  (parts: Parts, consents: Pick<KnownConsents, 'liveOf'>): Telling =>
  async (act) => {
    if (!SAYING.has(act.operation)) return [];
    const written = await entriesWritten(parts.ledger, act);
    const grave = written.filter(
      ({ record }) => isGrave(record.facts) && !wasGrave(record, act.transactionId),
    );
    if (grave.length === 0) return [];
    const clocks = await clocksOf(parts.model);
    const { transactionId, block, index, at } = act;
    const notices: Notice[] = [];
    for (const placed of grave.filter((each) => isPublished(each, clocks, parts.now()))) {
      const place = { transactionId, block, index };
      for (const [department, ids] of await banksOf(parts, consents, placed.subject)) {
        notices.push({
          id: `ledger:${block}-${index}:${placed.entry}:serious`,
          type: 'credit.serious',
          department,
          at,
          data: { consents: [...ids], ...said(placed), ...place },
        });
      }
    }
    return notices;
  };

/** Whoever is on a list of the seriously dishonest is so by this word too. */
const isGrave = ({ severity }: EntryFacts): boolean => severity === 'serious';

/** Whether the entry said so already before this transaction. */
function wasGrave({ facts, history = [] }: CreditEntry, transactionId: string): boolean {
  const transition = history.findLast(({ tx }) => transactionIdOf(tx) === transactionId);
  return transition !== undefined && isGrave(transition.was ?? facts);
}

const isPublished = ({ record, ...reference }: WrittenEntry, clocks: Clocks, now: number): boolean =>
  entryView(reference, record, clocks, now).publication.shown;

function said({ subject, entry, record: { category, source, document, facts } }: WrittenEntry): JsonObject {
  return { subject, entry, category, source, document, decidedAt: facts.decidedAt };
}

/** The banks, each with its live consents of the enterprise or of those its record has passed to. */
async function banksOf(
  { model, registry }: Parts,
  consents: Pick<KnownConsents, 'liveOf'>,
  subject: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found: KnownConsent[] = [];
  for (const enterprise of lineOf(model, subject)) found.push(...(await consents.liveOf(enterprise)));
  const ofBanks = found.filter(({ department }) => registry.department(department)?.kind === 'bank');
  const banks = Map.groupBy(ofBanks, ({ department }) => department);
  return new Map([...banks].map(([department, own]) => [department, own.map(({ id }) => id)]));
}

/** An enterprise, and whoever its record belongs to since. */
function lineOf(model: Parts['model'], subject: string): ReadonlySet<string> {
  const line = new Set([subject]);
  for (const code of line) {
    const { successor } = (recordAt(model, keys.entrySet(code)) as Partial<EntrySet> | undefined) ?? {};
    if (successor !== undefined) line.add(successor);
  }
  return line;
}
