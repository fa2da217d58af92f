import {
  base64urlEncode,
  CATEGORIES,
  entryLink,
  fieldLeaves,
  keys,
  reaches,
  reachesCategory,
  type CreditEntry,
  type EntryFacts,
  type Hashes,
  type PublicationReason,
  type RecordProof,
  type SaltedField,
} from '@hanlian/chaincode/domain';
import type { Sealer } from '../seal/sealer.js';
import {
  REPORT_FORMAT,
  sealedBytes,
  type CreditReport,
  type ReportedEntry,
  type ReportedField,
  type ReportedSet,
  type ShownEntry,
  type UnsealedReport,
  type WithheldReason,
} from './schema.js';

/** An entry as the credit office has it. */
export interface EntryPart {
  readonly entry: string;
  readonly record: CreditEntry;
  readonly proof: RecordProof;
  /** Whether it is published, and why not. */
  readonly reason: PublicationReason;
  /** Its body as its source has it; undefined where nothing of it is shown. */
  readonly body?: readonly SaltedField[];
}

/** One entry set, with all its entries in any order. */
export interface SetPart {
  readonly subject: string;
  readonly head: RecordProof;
  readonly entries: readonly EntryPart[];
}

/** What a report is made of. */
export interface ReportParts extends Omit<UnsealedReport, 'v' | 'sets' | 'sm2SealKey'> {
  /** The enterprise's own first, then those of its predecessors. */
  readonly sets: readonly SetPart[];
}

/** Whether anything of an entry is shown to whom these fields are granted; its body is needed then. */
export const isShownTo = (
  granted: readonly string[],
  { record, reason }: Pick<EntryPart, 'record' | 'reason'>,
): boolean => (reason === 'published' || reason === 'disputed') && reachesCategory(granted, record.category);

/** Puts a report together: of each entry what was asked for, of every other link why it is not shown. */
export const composeReport = (hashes: Hashes, { sets, ...rest }: ReportParts): UnsealedReport => {
  const granted = rest.pull.signed.statement.fields;
  return { v: REPORT_FORMAT, ...rest, sets: sets.map((set) => composeSet(hashes, granted, set)) };
};

const composeSet = (
  hashes: Hashes,
  granted: readonly string[],
  { subject, head, entries }: SetPart,
): ReportedSet => {
  const links: ReportedEntry[] = [];
  for (const part of entries) {
    const { record } = part;
    const withheld = (facts: EntryFacts, reason: WithheldReason): ReportedEntry => {
      const linkIn = (suite: keyof Hashes): string =>
        base64urlEncode(entryLink(hashes[suite], { ...record, subject }, facts));
      return { link: { sha256: linkIn('sha256'), sm3: linkIn('sm3') }, withheld: reason };
    };
    for (const { was, wasLink } of record.history ?? []) {
      if (was !== undefined && wasLink !== undefined) links[wasLink] = withheld(was, 'corrected');
    }
    links[record.link] = isShownTo(granted, part)
      ? shown(hashes, granted, subject, part)
      : withheld(record.facts, reasonOf(part.reason));
  }
  return { subject, head, entries: links };
};

const reasonOf = (reason: PublicationReason): WithheldReason =>
  reason === 'published' || reason === 'disputed' ? 'notGranted' : reason;

const shown = (
  hashes: Hashes,
  granted: readonly string[],
  subject: string,
  { entry, record: { category }, proof, body = [] }: EntryPart,
): ShownEntry => ({
  record: proof,
  fields: body.map((field, index) => {
    const schema = CATEGORIES[category].fields[index];
    return schema && reaches(granted, category, schema)
      ? (field as ReportedField)
      : masked(hashes, keys.entry(subject, entry), field, index);
  }),
});

const masked = (hashes: Hashes, key: string, field: SaltedField, index: number): ReportedField => {
  const { sha256, sm3 } = fieldLeaves(hashes, key, index, field);
  return { name: field.name, leaf: { sha256: base64urlEncode(sha256), sm3: base64urlEncode(sm3) } };
};

/** Seals a report at the time it says it was made; where the office has a seal in SM2 besides, by both. */
export const sealReport = async (
  report: UnsealedReport,
  { seal, sm2Seal }: { readonly seal: Sealer; readonly sm2Seal?: Sealer | undefined },
): Promise<CreditReport> => {
  const said = sm2Seal === undefined ? report : { ...report, sm2SealKey: sm2Seal.keyDigest };
  const content = sealedBytes(said);
  const at = new Date(report.issuedAt * 1000);
  const textOf = async (sealer: Sealer): Promise<string> =>
    Buffer.from(await sealer.seal(content, at)).toString('base64');
  return {
    ...said,
    seal: await textOf(seal),
    ...(sm2Seal && { sm2Seal: await textOf(sm2Seal) }),
  };
};
