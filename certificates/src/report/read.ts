import {
  canonicalize,
  checked,
  entryIdOf,
  HanlianError,
  keys,
  parseJson,
  readRules,
  schemas,
  utf8Encode,
  type CreditEntry,
  type Digest,
  type EntrySet,
  type Evaluation,
  type PublicationSets,
  type RecordProof,
  type RulesInForce,
} from '@hanlian/chaincode/domain';
import type { z } from 'zod';
import type { Finding } from '../verification/types.js';
import { ReportFault } from './fault.js';
import {
  creditReport,
  isShown,
  MAX_REPORT_BYTES,
  REPORT_FORMAT,
  type CreditReport,
  type ReportedField,
  type ReportedSet,
  type WithheldReason,
} from './schema.js';

const MAX_DEPTH = 12;

/** A set as the report gives it, its records parsed; nothing is proven yet. */
export interface ReadSet {
  readonly subject: string;
  /** Undefined: the report says that there is none. */
  readonly head: EntrySet | undefined;
  readonly links: readonly ReadLink[];
}

export type ReadLink = ReadEntry | WithheldLink;

export interface ReadEntry {
  readonly subject: string;
  readonly entry: string;
  readonly record: CreditEntry;
  readonly fields: readonly ReportedField[];
}

export interface WithheldLink {
  readonly link: { readonly sha256: string; readonly sm3: string };
  readonly withheld: WithheldReason;
}

export const isEntry = (link: ReadLink): link is ReadEntry => 'record' in link;

/** A report and the records in it, parsed. */
export interface ReadReport {
  readonly report: CreditReport;
  readonly sets: readonly [ReadSet, ...ReadSet[]];
  /** Oldest first. */
  readonly rules: PublicationSets;
  readonly evaluation?: ReadEvaluation;
}

export interface ReadEvaluation {
  readonly record: Evaluation;
  readonly model: RulesInForce<'credit-model'>;
}

/**
 * Reads a report's file strictly: it is the canonical bytes of what it says, so that no byte of it can be another.
 * @throws {ReportFault} DOCUMENT_VERSION_UNKNOWN, REPORT_MALFORMED, REPORT_ENTRY_FOREIGN
 */
export const readReport = (bytes: Uint8Array, sha256: Digest): ReadReport => {
  const report = attempt(() => parsed(bytes));
  const sets = report.sets.map((set) => readSet(set, sha256));
  const rules = report.rules.map(readRuleSet).sort((a, b) => a.since - b.since);
  const [own] = sets as [ReadSet];
  const evaluation = readEvaluation(report, own.subject);
  return { report, sets: sets as [ReadSet, ...ReadSet[]], rules, ...(evaluation && { evaluation }) };
};

/** With an evaluation stands the model that gave it. */
const readEvaluation = ({ evaluation, model }: CreditReport, subject: string): ReadEvaluation | undefined => {
  if (evaluation === undefined && model === undefined) return undefined;
  if (evaluation === undefined || model === undefined) {
    throw new ReportFault('REPORT_MALFORMED', { reason: 'MODEL_MISSING' });
  }
  const record = recordIn(evaluation, schemas.evaluation);
  requireKey(evaluation, keys.evaluation(subject, record.at));
  const { name, since } = record.model;
  requireKey(model, keys.ruleSet(MODEL, since));
  if (name !== MODEL) throw new ReportFault('REPORT_MALFORMED', { reason: 'MODEL_OTHER' });
  const set = recordIn(model, schemas.ruleSet);
  return { record, model: attempt(() => readRules(MODEL, set)) };
};

const RULES = 'credit-publication';
const MODEL = 'credit-model';

const readRuleSet = (proof: RecordProof): PublicationSets[number] => {
  const set = recordIn(proof, schemas.ruleSet);
  requireKey(proof, keys.ruleSet(RULES, set.since));
  return attempt(() => readRules(RULES, set));
};

/** The same, with what is wrong as a finding. */
export const attemptRead = (bytes: Uint8Array, sha256: Digest): ReadReport | Finding => {
  try {
    return readReport(bytes, sha256);
  } catch (error) {
    if (error instanceof ReportFault) return { code: error.code, ...(error.data && { data: error.data }) };
    throw error;
  }
};

const parsed = (bytes: Uint8Array): CreditReport => {
  const value = parseJson(bytes, { maxBytes: MAX_REPORT_BYTES, maxDepth: MAX_DEPTH });
  if (!(value instanceof Object) || !('v' in value) || value.v !== REPORT_FORMAT) {
    throw new ReportFault('DOCUMENT_VERSION_UNKNOWN');
  }
  if (!Buffer.from(utf8Encode(canonicalize(value))).equals(bytes)) {
    throw new ReportFault('REPORT_MALFORMED', { reason: 'NOT_CANONICAL' });
  }
  return checked(creditReport, value);
};

const readSet = ({ subject, head, entries }: ReportedSet, sha256: Digest): ReadSet => {
  requireKey(head, keys.entrySet(subject));
  return {
    subject,
    head: head.value === undefined ? undefined : recordIn(head, schemas.entrySet),
    links: entries.map((entry) => {
      if (!isShown(entry)) return entry;
      const record = recordIn(entry.record, schemas.creditEntry);
      const id = entryIdOf(sha256, { ...record, subject });
      requireKey(entry.record, keys.entry(subject, id));
      return { subject, entry: id, record, fields: entry.fields };
    }),
  };
};

/** A record of the ledger as it stands in its proof. @throws {ReportFault} REPORT_MALFORMED */
export const recordIn = <S extends z.ZodType>({ key, value }: RecordProof, schema: S): z.output<S> =>
  attempt(() => {
    if (value === undefined) throw new ReportFault('REPORT_MALFORMED', { key });
    return checked(schema, parseJson(value));
  });

const requireKey = ({ key }: RecordProof, expected: string): void => {
  if (key !== expected) throw new ReportFault('REPORT_ENTRY_FOREIGN', { key });
};

const attempt = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof HanlianError)) throw error;
    throw new ReportFault('REPORT_MALFORMED', { reason: error.code, field: error.details.field ?? null });
  }
};
