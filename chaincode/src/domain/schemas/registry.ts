import { z } from 'zod';
import {
  bilingual,
  change,
  digest,
  instant,
  jsonValue,
  mspId,
  officerId,
  provenance,
  publicKeyText,
  random16,
  typeCode,
  usccText,
  v1,
} from './common.js';

const period = { since: instant, until: instant.optional() };

// ── departments ────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * `credit`: the credit office (信用主管部门), which reviews repairs, evaluates, and releases reports. `operator`: a body
 * authorised to operate public data (公共数据授权运营机构).
 */
export const departmentKind = z.enum([
  'bureau',
  'department',
  'finance',
  'credit',
  'bank',
  'auditor',
  'operator',
]);

const departmentFacts = {
  code: usccText,
  name: bilingual,
  kind: departmentKind,
  /** The MSP whose certificates may speak for it: an attribute alone proves nothing, since any CA could write it. */
  mspId,
  /** From when on each of its batches carries an SM2 seal beside the one on P-256; absent: it need not. */
  sm2SealSince: instant.optional(),
  ...period,
};

/** A legal unit on the ledger. `successor` takes over its certificates from `successorSince` on. */
export const department = z.strictObject({
  v: v1,
  ...departmentFacts,
  predecessors: z.array(usccText).max(16).optional(),
  successor: usccText.optional(),
  successorSince: instant.optional(),
  ...provenance,
});

export const putDepartment = z.strictObject({ ...change, ...departmentFacts });

export const succeedDepartment = z.strictObject({
  ...change,
  code: usccText,
  successor: usccText,
  since: instant,
});

// ── certificate types ──────────────────────────────────────────────────────────────────────────────────────────

export const holderKind = z.enum(['organisation', 'person']);

/** One field of a type. Leaves stand in this order, so that none can be hidden or added. */
export const fieldSchema = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/),
  title: bilingual,
  kind: z.enum(['text', 'date', 'integer', 'amount', 'uscc', 'citizen']),
  required: z.boolean(),
  /** `public`: may be shown to anyone who verifies; `internal`: to authorities; `personal`: by the holder's act only. */
  sensitivity: z.enum(['public', 'internal', 'personal']),
  maxLength: z.int().min(1).max(2000),
});

const fieldName = fieldSchema.shape.name;

/**
 * A statement that follows from one field and may be shown in its place: that a person born on its day (or by the citizen
 * number) is so old, that an amount is no less.
 */
export const derivedFact = z.discriminatedUnion('kind', [
  z.strictObject({
    name: fieldName,
    title: bilingual,
    kind: z.literal('ageAtLeast'),
    field: fieldName,
    years: z.int().min(1).max(150),
  }),
  z.strictObject({
    name: fieldName,
    title: bilingual,
    kind: z.literal('amountAtLeast'),
    field: fieldName,
    fen: z.string().regex(/^(0|[1-9][0-9]{0,17})$/),
  }),
]);

/** How long a certificate of the type holds: without end, a fixed number of months from the start, or as each says. */
export const validityRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open') }),
  z.strictObject({ kind: z.literal('months'), months: z.int().min(1).max(1200) }),
  z.strictObject({ kind: z.literal('range') }),
]);

const layoutText = z.strictObject({ zh: z.string().min(1).max(90), en: z.string().min(1).max(240) });
const fieldNames = z.array(fieldSchema.shape.name).min(1).max(60);

/**
 * How certificates of the type look as pages; each part may be absent, and without any they are set like all others.
 * It stands with the type, so that a document is printed by the revision it was issued under, by whatever hub.
 */
export const layout = z.strictObject({
  /** Absent: landscape. */
  page: z.literal('portrait').optional(),
  /** Of frame and title. */
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .optional(),
  /** Under the title, such as 副本. */
  subtitle: layoutText.optional(),
  /** A sentence beside the code. */
  notice: layoutText.optional(),
  /** Fields that take a whole line. */
  wide: fieldNames.optional(),
  /** Of the fields that are not public, those that whoever holds the printed code sees in part (张**). */
  masked: fieldNames.optional(),
});

const typeFacts = {
  code: typeCode,
  name: bilingual,
  holderKinds: z.array(holderKind).min(1).max(2),
  fields: z.array(fieldSchema).min(1).max(60),
  facts: z.array(derivedFact).min(1).max(16).optional(),
  validity: validityRule,
  templateVersion: z.int().min(1).max(9999),
  layout: layout.optional(),
  /** 经办 and 审核 by two people. */
  twoPerson: z.boolean(),
  /** The national three-digit suffix is not published; the code stands in until it is. */
  provisional: z.boolean(),
  /** For how many days after its end a certificate may still be renewed. */
  renewalGraceDays: z.int().min(0).max(3660),
  ...period,
};

export const certificateType = z.strictObject({ v: v1, ...typeFacts, ...provenance });
export const putType = z.strictObject({ ...change, ...typeFacts });

// ── accreditation: which department may issue which type ───────────────────────────────────────────────────────

const accreditationFacts = { department: usccText, type: typeCode, ...period };
export const accreditation = z.strictObject({ v: v1, ...accreditationFacts, ...provenance });
export const putAccreditation = z.strictObject({ ...change, ...accreditationFacts });

// ── keys ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** A seal key: `key` is the SHA-256 of the seal certificate's DER. */
const sealKeyFacts = {
  department: usccText,
  key: digest,
  /** What it seals in: SM2 with SM3; absent: ES256. */
  suite: z.literal('SM2').optional(),
  /**
   * The seal's certificate, then those above it without the root: DER in base64url. Whoever shows something sealed may
   * leave them out where they stand here. Absent in a request: as registered before.
   */
  certificates: z
    .array(
      z
        .string()
        .regex(/^[A-Za-z0-9_-]+$/)
        .max(6000),
    )
    .min(1)
    .max(4)
    .optional(),
  ...period,
  /** Seals made at or after this instant prove nothing. */
  compromisedSince: instant.optional(),
};
export const sealKey = z.strictObject({ v: v1, ...sealKeyFacts, ...provenance });
export const putSealKey = z.strictObject({ ...change, ...sealKeyFacts });

/** A key of one of a department's people, for the two-person rule. */
const officerKeyFacts = { department: usccText, officer: officerId, publicKey: publicKeyText, ...period };
export const officerKey = z.strictObject({ v: v1, ...officerKeyFacts, ...provenance });
export const putOfficerKey = z.strictObject({ ...change, ...officerKeyFacts });

/**
 * A holder's key, bound on evidence. An organisation's stands with its USCC and public key; a natural person's is a
 * fresh key for each use, of which only a salted digest is stored.
 */
const holderKeyFacts = {
  id: digest,
  holder: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('organisation'), code: usccText, publicKey: publicKeyText }),
    z.strictObject({ kind: z.literal('person'), keyDigest: digest }),
  ]),
  evidence: z.strictObject({
    kind: z.enum(['certificate', 'identityProvider']),
    digest,
  }),
  ...period,
};
export const holderKey = z.strictObject({ v: v1, ...holderKeyFacts, boundBy: usccText, ...provenance });
export const bindHolderKey = z.strictObject({ ...change, ...holderKeyFacts });

// ── agreements, rule sets, calendars ───────────────────────────────────────────────────────────────────────────

const agreementFacts = { text: digest, name: bilingual, ...period };
export const agreement = z.strictObject({ v: v1, ...agreementFacts, registeredBy: usccText, ...provenance });
export const putAgreement = z.strictObject({ ...change, ...agreementFacts });

/** A legal rule as data, in force from `since` until the next set of the same name. `body` is read by the contract the rule is for. */
const ruleSetFacts = {
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  since: instant,
  source: bilingual,
  body: z.record(z.string().max(60), jsonValue),
};
export const ruleSet = z.strictObject({ v: v1, ...ruleSetFacts, ...provenance });
export const putRuleSet = z.strictObject({ ...change, ...ruleSetFacts });

const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/);

/** A year's working days: weekdays that are holidays, and weekend days that are worked (调休). */
const calendarFacts = {
  year: z.int().min(2000).max(2200),
  holidays: z.array(monthDay).max(80),
  workdays: z.array(monthDay).max(40),
  source: bilingual,
};
export const calendar = z.strictObject({ v: v1, ...calendarFacts, ...provenance });
export const putCalendar = z.strictObject({ ...change, ...calendarFacts });

/** The answer of every registry write. */
export const written = z.strictObject({
  v: v1,
  key: z.string(),
  revision: z.int().min(0),
  tx: digest,
  intent: random16,
});

export type Department = z.infer<typeof department>;
export type DepartmentKind = z.infer<typeof departmentKind>;
export type CertificateType = z.infer<typeof certificateType>;
export type FieldSchema = z.infer<typeof fieldSchema>;
export type DerivedFact = z.infer<typeof derivedFact>;
export type ValidityRule = z.infer<typeof validityRule>;
export type HolderKind = z.infer<typeof holderKind>;
export type Accreditation = z.infer<typeof accreditation>;
export type SealKey = z.infer<typeof sealKey>;
export type OfficerKey = z.infer<typeof officerKey>;
export type HolderKey = z.infer<typeof holderKey>;
export type Agreement = z.infer<typeof agreement>;
export type RuleSet = z.infer<typeof ruleSet>;
export type Calendar = z.infer<typeof calendar>;
export type Written = z.infer<typeof written>;
