import type { EntryPart, ReportParts, SetPart } from '@hanlian/certificates';
import { isShownTo } from '@hanlian/certificates';
import {
  EVALUATION_FIELD,
  HanlianError,
  keyPrefixes,
  keys,
  publicationOf,
  rangeOf,
  type CreditEntry,
  type EntryReference,
  type EntrySet,
  type Evaluation,
  type PublicationReason,
  type PublicationSets,
  type RecordProof,
} from '@hanlian/chaincode/domain';
import type { LicenseParts } from '../../licenses/parts.js';
import { proveAt } from '../../licenses/state-proof.js';
import { findBody } from '../bodies.js';
import { entriesIn } from '../read.js';
import { ruleSetsOf } from '../rules.js';

type AssemblyParts = Pick<LicenseParts, 'model' | 'map' | 'documents'>;

/** For whom, as of which block, and when. */
interface Question {
  readonly subject: string;
  readonly granted: readonly string[];
  /** The checkpoint's. */
  readonly block: number;
  readonly at: number;
}

const PUBLICATION = 'credit-publication';

/**
 * What a report shows of an enterprise: its entry sets and their entries as they stood at a checkpoint, each proven. What
 * was repaired or annulled since then is not shown any more.
 *
 * @throws {HanlianError} ENTRY_BODY_MISSING
 */
export async function assemble(
  parts: AssemblyParts,
  question: Question,
): Promise<Pick<ReportParts, 'sets' | 'rules' | 'evaluation' | 'model'>> {
  const { subject, block, granted } = question;
  const publication = await ruleSetsOf(parts.model, PUBLICATION);
  const sets: SetPart[] = [];
  const waiting = [subject];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const head = await proveAt(parts, keys.entrySet(next), block);
    sets.push({ subject: next, head, entries: await entriesOf(parts, next, question, publication) });
    if (head.value !== undefined) waiting.push(...((JSON.parse(head.value) as EntrySet).predecessors ?? []));
  }
  const rules = await provenIn(parts, [keyPrefixes.ruleSet, PUBLICATION], block);
  const evaluations = granted.includes(EVALUATION_FIELD)
    ? await provenIn(parts, [keyPrefixes.evaluation, subject], block)
    : [];
  const evaluation = evaluations.at(-1);
  if (evaluation?.value === undefined) return { sets, rules };
  const { name, since } = (JSON.parse(evaluation.value) as Evaluation).model;
  return { sets, rules, evaluation, model: await proveAt(parts, keys.ruleSet(name, since), block) };
}

async function entriesOf(
  parts: AssemblyParts,
  subject: string,
  question: Question,
  publication: PublicationSets,
): Promise<EntryPart[]> {
  const found: EntryPart[] = [];
  for await (const { entry, record: present } of entriesIn(parts, subject)) {
    const proof = await proveAt(parts, keys.entry(subject, entry), question.block);
    if (proof.value === undefined) continue;
    const record = JSON.parse(proof.value) as CreditEntry;
    const reason = reasonOf([record, present], publication, question.at);
    const part = { entry, record, proof, reason };
    const isShown = isShownTo(question.granted, part);
    found.push(isShown ? { ...part, body: bodyOf(parts, { subject, entry }, record) } : part);
  }
  return found;
}

/** Shown only where it was published at the checkpoint and still is. */
function reasonOf(
  records: readonly [CreditEntry, CreditEntry],
  publication: PublicationSets,
  at: number,
): PublicationReason {
  const [then, now] = records.map((record) => publicationOf(record, publication, at)) as [
    ReturnType<typeof publicationOf>,
    ReturnType<typeof publicationOf>,
  ];
  return then.shown ? now.reason : then.reason;
}

function bodyOf(
  { documents }: AssemblyParts,
  reference: EntryReference,
  { facts, document }: CreditEntry,
): NonNullable<EntryPart['body']> {
  const body = findBody(documents, reference, facts.root);
  if (body !== undefined) return body.fields;
  throw new HanlianError('ENTRY_BODY_MISSING', 'This hub does not keep what the entry says', {
    received: document,
  });
}

/** All records under these parts of a key that stood at a checkpoint, in order, each proven. */
async function provenIn(
  parts: AssemblyParts,
  prefix: readonly string[],
  block: number,
): Promise<RecordProof[]> {
  const { start, end } = rangeOf(...prefix);
  const rows = await parts.model.range(start, end, Infinity);
  const proofs = await Promise.all(rows.map(({ key }) => proveAt(parts, key, block)));
  return proofs.filter(({ value }) => value !== undefined);
}
