import { CALLER_ERRORS } from './callers.js';
import { CERTIFICATE_ERRORS } from './certificates.js';
import { CODE_ERRORS } from './codes.js';
import { CREDIT_ERRORS } from './credit.js';
import { CREDIT_FILE_ERRORS } from './credit-files.js';
import { DOCUMENT_ERRORS } from './documents.js';
import type { ErrorArea, ErrorDescription } from './entry.js';
import { DEPLOYED_ERRORS } from './deployed.js';
import { EVENT_ERRORS } from './events.js';
import { EXCHANGE_ERRORS } from './exchange.js';
import { FINDING_ERRORS } from './findings.js';
import { GRANT_ERRORS } from './grants.js';
import { HTTP_ERRORS } from './http.js';
import { INPUT_ERRORS } from './input.js';
import { JOB_ERRORS } from './jobs.js';
import { LEDGER_ERRORS } from './ledger.js';
import { LICENSE_ERRORS } from './license.js';
import { LOAN_ERRORS } from './loan.js';
import { LOG_ERRORS } from './log.js';
import { MAP_ERRORS } from './map.js';
import { RECEIPT_ERRORS } from './receipts.js';
import { REGISTRY_ERRORS } from './registry.js';
import { SHARING_ERRORS } from './sharing.js';
import { RESOURCE_ERRORS } from './resources.js';
import { SUBSIDY_ERRORS } from './subsidy.js';
import { TASK_ERRORS } from './tasks.js';
import { VERIFIER_ERRORS } from './verifier.js';
import { WEBHOOK_ERRORS } from './webhooks.js';
import { WITNESS_ERRORS } from './witness.js';

/** The areas of the registry, in the order `docs/errors.md` lists them. */
export const ERROR_AREAS = {
  input: INPUT_ERRORS,
  codes: CODE_ERRORS,
  registry: REGISTRY_ERRORS,
  license: LICENSE_ERRORS,
  credit: CREDIT_ERRORS,
  sharing: SHARING_ERRORS,
  resources: RESOURCE_ERRORS,
  findings: FINDING_ERRORS,
  receipts: RECEIPT_ERRORS,
  grants: GRANT_ERRORS,
  exchange: EXCHANGE_ERRORS,
  loan: LOAN_ERRORS,
  subsidy: SUBSIDY_ERRORS,
  tasks: TASK_ERRORS,
  events: EVENT_ERRORS,
  webhooks: WEBHOOK_ERRORS,
  jobs: JOB_ERRORS,
  creditFiles: CREDIT_FILE_ERRORS,
  deployed: DEPLOYED_ERRORS,
  documents: DOCUMENT_ERRORS,
  certificates: CERTIFICATE_ERRORS,
  verifier: VERIFIER_ERRORS,
  ledger: LEDGER_ERRORS,
  log: LOG_ERRORS,
  map: MAP_ERRORS,
  witness: WITNESS_ERRORS,
  callers: CALLER_ERRORS,
  http: HTTP_ERRORS,
} as const satisfies Readonly<Record<string, ErrorArea>>;

const DESCRIPTIONS = {
  ...INPUT_ERRORS,
  ...CODE_ERRORS,
  ...REGISTRY_ERRORS,
  ...LICENSE_ERRORS,
  ...CREDIT_ERRORS,
  ...SHARING_ERRORS,
  ...RESOURCE_ERRORS,
  ...FINDING_ERRORS,
  ...RECEIPT_ERRORS,
  ...GRANT_ERRORS,
  ...EXCHANGE_ERRORS,
  ...LOAN_ERRORS,
  ...SUBSIDY_ERRORS,
  ...TASK_ERRORS,
  ...EVENT_ERRORS,
  ...WEBHOOK_ERRORS,
  ...CALLER_ERRORS,
  ...JOB_ERRORS,
  ...CREDIT_FILE_ERRORS,
  ...DEPLOYED_ERRORS,
  ...DOCUMENT_ERRORS,
  ...CERTIFICATE_ERRORS,
  ...VERIFIER_ERRORS,
  ...LEDGER_ERRORS,
  ...LOG_ERRORS,
  ...MAP_ERRORS,
  ...WITNESS_ERRORS,
  ...HTTP_ERRORS,
} as const;

/** Every error code of the hub. Codes are stable API: never renamed, never given another meaning. */
export type ErrorCode = keyof typeof DESCRIPTIONS;

export interface ErrorEntry extends ErrorDescription {
  readonly code: ErrorCode;
}

/** Tells a code of the registry from any other text. */
export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(DESCRIPTIONS, text);

/** What the registry says of a code. */
export const errorEntry = (code: ErrorCode): ErrorEntry => ({ code, ...DESCRIPTIONS[code] });

/** Every code, in the order of the areas. */
export const ERROR_CODES: readonly ErrorCode[] = Object.keys(DESCRIPTIONS).filter(isErrorCode);
