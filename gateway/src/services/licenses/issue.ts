import { setImmediate as nextTurn } from 'node:timers/promises';
import { drawSalts, type Content } from '@hanlian/certificates';
import {
  canonicalize,
  endBy,
  FIRST_VERSION,
  formatCertificateIdentifier,
  formatInstant,
  MAX_RUN,
  type CertificateInput,
  type CertificateType,
  type IssueAnswer,
  type IssueInput,
  type JsonObject,
  type LicenseReference,
  type Run,
} from '@hanlian/chaincode/domain';
import type { Job, Step } from '../../outbox/jobs.js';
import type { Plan } from '../../outbox/requests.js';
import { random16 } from '../../storage/random.js';
import { prepareBasis } from '../basis.js';
import { readMoment } from '../moments.js';
import type { Idempotency } from '../types.js';
import { checkHolders, readFields } from './content.js';
import type { LicenseParts } from './parts.js';
import { sealBatch, type Draft, type Opening, type People, type SealedBatch } from './sealing.js';
import { drawSerials, refuseSerials } from './serials.js';
import { periodOf } from './validity.js';

/** Issues one certificate, or a batch under one seal. */
export async function issue(
  parts: LicenseParts,
  people: People,
  input: IssueInput,
  once: Idempotency,
): Promise<IssueAnswer> {
  const plan = (): Promise<Plan> => planIssue(parts, people, input);
  return (await parts.requests.once(people.caller.id, once, plan)) as unknown as IssueAnswer;
}

async function planIssue(parts: LicenseParts, people: People, input: IssueInput): Promise<Plan> {
  const type = parts.registry.type(input.type);
  const issuer = people.caller.department;
  const checked = checkAll(parts, type, input.certificates);
  if (checked.some(({ serial }) => serial !== undefined)) {
    await parts.caughtUp();
    refuseSerials(parts.model, type, issuer, checked);
  }
  const { drafts, prefixes } = await draftAll(parts, { type: type.code, issuer }, checked);
  const about = { typeCode: '001', code: issuer };
  const basis = prepareBasis(parts, input.basis, [about]);
  const batch = random16(parts.random);
  const plan = { ...people, batch, kind: 'issue' as const, type, issuer, basis: basis.basis };
  const sealed = await sealBatch(parts, plan, drafts);
  const stored = [...sealed.documents, basis.text];
  return {
    job: jobOf(parts, people, sealed, drafts, prefixes),
    changes: [...stored.map(({ put }) => put), sealed.change],
    first: Promise.all(stored.map(({ durable }) => durable)),
  };
}

interface Checked {
  readonly serial: string | undefined;
  readonly content: CheckedContent;
}

function checkAll(
  parts: LicenseParts,
  type: CertificateType,
  certificates: readonly CertificateInput[],
): readonly Checked[] {
  const now = parts.now();
  return certificates.map((certificate, i) => {
    const path = `certificates[${i}]`;
    const { serial, effectiveFrom, effectiveTo } = certificate;
    const from =
      effectiveFrom === undefined ? now : readMoment(effectiveFrom, 'start', `${path}.effectiveFrom`);
    const validity = periodOf(from, endBy(type.validity, 'issue', from), effectiveTo, path);
    return { serial, content: { ...checkContent(type, certificate, path), validity } };
  });
}

/** What a certificate says, but for its identifier. */
export type CheckedContent = Omit<Content, 'id'>;

/** Holders and fields, checked against the certificate's type. */
export function checkContent(
  type: CertificateType,
  { holders, fields }: Pick<CertificateInput, 'holders' | 'fields'>,
  path: string,
): Omit<CheckedContent, 'validity'> {
  checkHolders(type, holders, `${path}.holders`);
  return { holders, fields: readFields(type, fields, `${path}.fields`) };
}

interface Drafted {
  readonly drafts: readonly Draft[];
  /** The serial prefix of each run, where it has one. */
  readonly prefixes: readonly (string | undefined)[];
}

/** Draws serials and salts, a run at a time: other requests get their turn in between. */
async function draftAll(
  { random }: LicenseParts,
  { type, issuer }: { type: string; issuer: string },
  checked: readonly Checked[],
): Promise<Drafted> {
  const drafts: Draft[] = [];
  const prefixes: (string | undefined)[] = [];
  for (let start = 0; start < checked.length; start += MAX_RUN) {
    if (start > 0) await nextTurn();
    const run = checked.slice(start, start + MAX_RUN);
    const { serials, prefix } = drawSerials(
      random,
      run.map(({ serial }) => serial),
    );
    prefixes.push(prefix);
    run.forEach(({ content }, i) => {
      drafts.push(draftOf({ type, issuer, serial: serials[i] as string, version: FIRST_VERSION }, content));
    });
  }
  return { drafts, prefixes };
}

/** Names the certificate and draws its salts. */
export const draftOf = (reference: LicenseReference, content: CheckedContent): Draft => ({
  reference,
  content: drawSalts({ ...content, id: formatCertificateIdentifier(reference) }),
});

function jobOf(
  { random }: LicenseParts,
  { caller }: People,
  sealed: SealedBatch,
  drafts: readonly Draft[],
  prefixes: readonly (string | undefined)[],
): Job {
  const { opening } = sealed;
  const { batch } = opening.statement;
  const runs = prefixes.map((prefix, i) => runOf(sealed, i * MAX_RUN, prefix));
  const [only] = runs;
  const steps =
    runs.length === 1
      ? [openStep(random16(random), opening, { run: only })]
      : [
          openStep(random16(random), opening, {}),
          ...runs.map((run) => step('license:issue', { v: 1, intent: random16(random), batch, run })),
        ];
  const answer = { batch, transactionIds: [], certificates: drafts.map(issuedOf) };
  return { v: 1, id: random16(random), signatory: caller.identity, steps, answer, ids: 'transactionIds' };
}

/** The run that begins at `start`, with its paths to both roots. */
function runOf({ batch, leaves }: SealedBatch, start: number, serialPrefix: string | undefined): Run {
  const own = leaves.slice(start, start + MAX_RUN);
  const { path, sm3Path } = batch.runPaths(start, own.length);
  return {
    start,
    leaves: own,
    path: [...path],
    sm3Path: [...sm3Path],
    ...(serialPrefix !== undefined && { serialPrefix }),
  };
}

const step = (name: string, argument: object): Step => ({ function: name, argument: canonicalize(argument) });

const openStep = (intent: string, opening: Opening, run: object): Step =>
  step('license:openBatch', { v: 1, intent, ...opening, ...run });

function issuedOf({ content: { id, validity } }: Draft, index: number): JsonObject {
  return {
    id,
    index,
    effectiveFrom: formatInstant(validity.from),
    effectiveTo: validity.to === null ? null : formatInstant(validity.to),
  };
}
