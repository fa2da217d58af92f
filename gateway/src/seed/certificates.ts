import {
  addDays,
  addMonths,
  dateOfInstant,
  type BasisInput,
  type CertificateInput,
  type FieldSchema,
  type Holder,
  type IssueAnswer,
  type Operation,
} from '@hanlian/chaincode/domain';
import type { Hub } from '../hub-types.js';
import { omit } from '../omit.js';
import { act } from '../services/licenses/act.js';
import { issue } from '../services/licenses/issue.js';
import type { People } from '../services/licenses/sealing.js';
import type { ActBody, Caller, Idempotency } from '../services/types.js';
import { allOver } from '../storage/all-over.js';
import { clerksOf, type SampleCaller } from './callers.js';
import { Choices, enterprise, person } from './generate.js';
import { TYPES, type SampleType } from './types.js';

const SEED = 20201201;
const PER_TYPE = 24;
const BASIS: BasisInput = { law: '行政许可法第三十八条', document: '示例许〔2026〕1号' };
const OTHER_REGION = '430100';
/** 32 bytes of zero in base64url: the digest of a receipt that the sample region never wrote. */
const RECEIPT = 'A'.repeat(43);
/** Writes of the seed are told apart by their keys alone: each key always carries the same content. */
const BODY = 'sample-city/1';

const once = (key: string): Idempotency => ({ key: `sample-city/${key}`, bodyDigest: BODY });

/** Issues a few hundred certificates and takes some of them to every state a certificate can have. */
export async function seedCertificates(bureau: Hub): Promise<void> {
  await bureau.administration.licenses.caughtUp();
  const choices = new Choices(SEED);
  const today = dateOfInstant(bureau.administration.licenses.now());
  const plans = Object.values(TYPES).map((type, i) => ({
    type,
    certificates: Array.from({ length: PER_TYPE }, (_, n) =>
      certificate(choices, type, i * PER_TYPE + n, today),
    ),
  }));
  await allOver(plans.map((plan) => seedType(bureau, plan)));
}

interface TypePlan {
  readonly type: SampleType;
  readonly certificates: readonly CertificateInput[];
}

async function seedType(bureau: Hub, { type, certificates }: TypePlan): Promise<void> {
  const { licenses } = bureau.administration;
  const { preparer, reviewer } = clerksOf(type.issuer);
  const people = { caller: callerOf(bureau, preparer), reviewer: callerOf(bureau, reviewer) };
  const input = { type: type.code, basis: BASIS, certificates: [...certificates] };
  // The sample's keys are in its hubs: nothing waits to be signed elsewhere.
  const issued = (await issue(licenses, people, input, once(type.code))) as IssueAnswer;
  await allOver(
    lives(certificates).map(async (acts, i) => {
      const id = issued.certificates[i + CURRENT_FROM]?.id;
      if (id !== undefined) await live(bureau, people, id, acts);
    }),
  );
}

function callerOf({ administration }: Hub, { id }: SampleCaller): Caller {
  const caller = administration.callers.find(id);
  if (caller === undefined) throw new Error(`The sample caller ${id} is not registered`);
  return caller;
}

type WithoutBasis<Body> = Body extends unknown ? Omit<Body, 'basis'> : never;
type Act = readonly [Operation, WithoutBasis<ActBody>];

/** What happens to one certificate, in order. */
async function live(
  { administration }: Hub,
  people: People,
  id: string,
  acts: readonly Act[],
): Promise<void> {
  for (const [operation, body] of acts) {
    const request = { operation, id, body: { ...body, basis: BASIS } };
    await act(administration.licenses, people, request, once(`${id}/${operation}`));
  }
}

/** The first certificates of each type are out of their period; nothing more happens to them. */
const CURRENT_FROM = 4;

/** One life for each state, of the certificates from `CURRENT_FROM` on. */
function lives(certificates: readonly CertificateInput[]): (readonly Act[])[] {
  const replacement = (i: number): WithoutBasis<ActBody> => {
    const certificate = certificates[i + CURRENT_FROM];
    return certificate === undefined ? {} : { certificate: omit(certificate, 'serial', 'effectiveFrom') };
  };
  return [
    [['suspend', {}]],
    [
      ['suspend', {}],
      ['reinstate', {}],
    ],
    [['revoke', {}]],
    [['annul', {}]],
    [['deregister', {}]],
    [['amend', replacement(5)]],
    [['renew', replacement(6)]],
    [['transferOut', { destination: OTHER_REGION }]],
    [
      ['transferOut', { destination: OTHER_REGION }],
      ['confirmTransferOut', { receipt: RECEIPT }],
    ],
    [
      ['transferOut', { destination: OTHER_REGION }],
      ['cancelTransfer', {}],
    ],
    [['inspect', { passed: true }]],
    [['other', {}]],
  ];
}

function certificate(choices: Choices, type: SampleType, number: number, today: string): CertificateInput {
  const holder = type.holderKinds.includes('person') ? person(choices) : enterprise(choices, number);
  const values = type.fields.map((field) => [field.name, valueOf(choices, field, holder, number)]);
  return {
    holders: [holder],
    fields: Object.fromEntries(values) as Record<string, string>,
    ...periodFor(type, number % PER_TYPE, today),
  };
}

const LONG_AGO = '1999-03-01';
const LONG_AGO_END = '2003-02-28';

/** The first two of a type have run out where its certificates can, the next two begin next month, the others today. */
function periodFor(
  { validity }: SampleType,
  number: number,
  today: string,
): Pick<CertificateInput, 'effectiveFrom' | 'effectiveTo'> {
  const dated = validity.kind === 'range';
  if (number < 2) return { effectiveFrom: LONG_AGO, ...(dated && { effectiveTo: LONG_AGO_END }) };
  const from = number < CURRENT_FROM ? addMonths(today, 1) : addDays(today, -1);
  return { effectiveFrom: from, ...(dated && { effectiveTo: addMonths(from, 24) }) };
}

/** Values of fields that have a pattern of their own; other texts say what they are for. */
function valueOf(
  choices: Choices,
  { name, kind, title }: FieldSchema,
  holder: Holder,
  number: number,
): string {
  switch (kind) {
    case 'citizen':
    case 'uscc':
      return holder.code;
    case 'date':
      return addDays('2010-01-01', choices.below(5000));
    case 'integer':
      return String(500 + choices.below(15_000));
    case 'amount':
      return String((1 + choices.below(5000)) * 1_000_000);
    case 'text':
      return textOf(choices, name, holder) ?? `示例${title.zh}${number + 1}号`;
  }
}

function textOf(choices: Choices, name: string, holder: Holder): string | undefined {
  if (name === 'name' || name === 'unitName') return holder.name;
  return name === 'legalPerson' ? person(choices).name : undefined;
}
