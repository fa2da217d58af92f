import { parseArgs } from 'node:util';
import { HanlianError, parseMoment, type Instant } from '@hanlian/chaincode/domain';
import { POLICIES } from '../verification/policy.js';
import type { Policy } from '../verification/types.js';

export type Language = 'zh' | 'en';

/** What the command was asked to do. */
export interface Arguments {
  readonly files: readonly string[];
  readonly trust: string | undefined;
  /** Proofs of the state, each for some of the files. */
  readonly proofs: readonly string[];
  /** Status lists, each of some of the files. */
  readonly statusLists: readonly string[];
  /** A file with the certificates (PEM) one of which must have signed the trust file. */
  readonly trustSigner: string | undefined;
  /** Whom a certificate must have been shown to; undefined: nobody asks for a presentation. */
  readonly audience: string | undefined;
  /** What the verifier drew for the holder to sign. */
  readonly nonce: string | undefined;
  /** Of the application a credit report must be for; undefined: nobody asks. */
  readonly application: Application | undefined;
  /** `proven`: for each file, as late as the proof that is about it reaches. */
  readonly at: Instant | 'proven';
  readonly now: Instant;
  readonly policy: Policy;
  readonly language: Language;
  readonly json: boolean;
}

/** An application as the bank keeps it: its number, and the salt it drew for the report's request. */
export interface Application {
  readonly number: string;
  readonly salt: string;
}

const PROVEN = 'proven';

const OPTIONS = {
  trust: { type: 'string' },
  proof: { type: 'string', multiple: true },
  'status-list': { type: 'string', multiple: true },
  'trust-signer': { type: 'string' },
  audience: { type: 'string' },
  nonce: { type: 'string' },
  application: { type: 'string' },
  'application-salt': { type: 'string' },
  at: { type: 'string' },
  policy: { type: 'string' },
  lang: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const OFFERED: readonly Policy[] = [POLICIES.complete, POLICIES.sealOnly, POLICIES.longTerm];
const LANGUAGES: readonly string[] = ['zh', 'en'] satisfies Language[];

/**
 * Reads the arguments; undefined: help was asked for.
 * @throws {HanlianError} ARGUMENTS_INVALID, DATE_IMPOSSIBLE
 */
export const readArguments = (
  given: readonly string[],
  now: Instant,
  usual: Language,
): Arguments | undefined => {
  const { values, positionals } = parse(given);
  if (values.help) return undefined;
  const [command, ...files] = positionals;
  if (command !== 'verify') throw wrong('The commands are verify, audit and present', command ?? '');
  if (files.length === 0) throw wrong('verify needs at least one file', '');
  requireCompanions(values);
  return {
    files,
    trust: values.trust,
    proofs: values.proof ?? [],
    statusLists: values['status-list'] ?? [],
    trustSigner: values['trust-signer'],
    audience: values.audience,
    nonce: values.nonce,
    application: applicationOf(values),
    at: momentOf(values.at, now),
    now,
    policy: policyOf(values.policy),
    language: languageOf(values.lang, usual),
    json: values.json,
  };
};

type Parsed = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>;
type Given = Parsed['values'];

/** A salt in another form is that of no report. */
const applicationOf = ({
  audience,
  application: number,
  'application-salt': salt,
}: Given): Application | undefined => {
  if (number === undefined && salt === undefined) return undefined;
  if (number === undefined || salt === undefined || audience === undefined) {
    throw wrong('--application and --application-salt need each other, and --audience: who reads it', '');
  }
  return { number, salt };
};

/** What some options are worth nothing without. */
const requireCompanions = ({ proof, trust, at, audience, nonce, 'status-list': list }: Given): void => {
  if (proof !== undefined && trust === undefined) {
    throw wrong('--proof needs --trust: without it nobody knows whose checkpoints count', '');
  }
  if (list !== undefined && trust === undefined) {
    throw wrong('--status-list needs --trust: without it nobody knows whose seal a list must have', '');
  }
  if (nonce !== undefined && audience === undefined) {
    throw wrong('--nonce needs --audience: a presentation is for one verifier', '');
  }
  if (at === PROVEN && proof === undefined) {
    throw wrong('--at proven needs --proof: without one nothing is proven of any moment', '');
  }
};

const parse = (given: readonly string[]): Parsed => {
  try {
    return parseArgs({ args: [...given], options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    throw new HanlianError('ARGUMENTS_INVALID', (cause as Error).message, {}, { cause });
  }
};

const momentOf = (text: string | undefined, now: Instant): Arguments['at'] => {
  if (text === undefined) return now;
  return text === PROVEN ? PROVEN : parseMoment(text, 'start');
};

const policyOf = (name: string = POLICIES.complete.name): Policy => {
  const found = OFFERED.find((policy) => policy.name === name);
  if (found) return found;
  throw wrong(`--policy is one of ${OFFERED.map((policy) => policy.name).join(', ')}`, name);
};

/** @throws {HanlianError} ARGUMENTS_INVALID */
export const languageOf = (name: string | undefined, usual: Language): Language => {
  if (name === undefined) return usual;
  if (LANGUAGES.includes(name)) return name as Language;
  throw wrong('--lang is zh or en', name);
};

const wrong = (message: string, received: string): HanlianError =>
  new HanlianError('ARGUMENTS_INVALID', message, { received });
