import {
  CATEGORIES,
  EVALUATION_FIELD,
  HanlianError,
  keyPrefixes,
  keys,
  reaches,
  requireCovered,
  schemas,
  sharingCommitment,
  splitKey,
  type Hashes,
} from '@hanlian/chaincode/domain';
import type { Finding } from '../../verification/types.js';
import type { GrantQuestion } from '../question.js';
import { isEntry, recordIn, type ReadEntry, type ReadReport } from '../read.js';
import { isMasked, type CreditReport } from '../schema.js';
import { found } from './integrity.js';

/**
 * Whether the enterprise consented to this reader and this application. The consent's and the pull's records are proven to
 * stand on the ledger, which took neither without the signatures they commit to.
 */
export const grant = (read: ReadReport, question: GrantQuestion | undefined, hashes: Hashes): Finding => {
  const { report } = read;
  const { statement } = report.pull.signed;
  const fault = ledgerFault(report, hashes) ?? coverFault(report) ?? maskFault(read);
  if (fault) return fault;
  if (!question) return { code: 'GRANT_UNASKED' };
  if (question.reader !== statement.recipient) return { code: 'GRANT_READER_WRONG' };
  if (question.application !== statement.application) return { code: 'GRANT_APPLICATION_WRONG' };
  return { code: 'GRANT_VALID', data: { consent: statement.id, purpose: statement.purpose } };
};

/** What both signed is what the ledger has, for one and the same consent. */
const ledgerFault = ({ consent, pull }: CreditReport, { sha256 }: Hashes): Finding | undefined => {
  const { id } = consent.signed.statement;
  const [kind, ofConsent] = splitKey(pull.record.key);
  const isNamed =
    pull.signed.statement.id === id &&
    consent.record.key === keys.consent(id) &&
    kind === keyPrefixes.pull &&
    ofConsent === id;
  const holds =
    isNamed &&
    recordIn(consent.record, schemas.consentRecord).commitment ===
      sharingCommitment(sha256, consent.signed) &&
    recordIn(pull.record, schemas.pullRecord).commitment === sharingCommitment(sha256, pull.signed);
  return holds ? undefined : { code: 'GRANT_PULL_UNPROVEN' };
};

const coverFault = ({ consent, pull }: CreditReport): Finding | undefined => {
  try {
    requireCovered(consent.signed.statement, pull.signed.statement);
    return undefined;
  } catch (error) {
    if (!(error instanceof HanlianError)) throw error;
    return { code: 'GRANT_EXCEEDED', data: { reason: error.code } };
  }
};

/** Nothing is disclosed that was not asked for. */
const maskFault = ({ report, sets }: ReadReport): Finding | undefined => {
  const { fields } = report.pull.signed.statement;
  if (report.evaluation && !fields.includes(EVALUATION_FIELD)) {
    return { code: 'GRANT_EXCEEDED', data: { reason: EVALUATION_FIELD } };
  }
  const entries = sets.flatMap(({ links }) => links.filter(isEntry));
  return found('GRANT_EXCEEDED', entries, (entry) => !isWithin(entry, fields));
};

const isWithin = ({ record: { category }, fields }: ReadEntry, granted: readonly string[]): boolean =>
  CATEGORIES[category].fields.every((schema, index) => {
    const field = fields[index];
    return (field !== undefined && isMasked(field)) || reaches(granted, category, schema);
  });
