import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import {
  applicationDigest,
  sharingBytes,
  type SignedConsent,
  type SignedPull,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { lowS, type GrantQuestion } from '@hanlian/certificates';
import { DAY, random16, SEALED_AT } from './evidence.js';

const { sha256 } = nodeHashes;

export const SUBJECT = '91430000712150029K';
export const OFFICE = '11430000006122244L';
export const BANK = '91110108551385082Q';
export const APPLICATION = { number: 'LN-2026-000118', salt: 'AAAAAAAAAAAAAAAAAAAAAA' };
export const QUESTION: GrantQuestion = {
  reader: BANK,
  application: applicationDigest(sha256, APPLICATION.salt, APPLICATION.number),
};
/** What the sample consent reaches: all of these categories, the representative by name, of judgments nothing. */
export const GRANTED = ['registration', 'registration.legalRepresentative', 'permit', 'penalty', 'honour'];

/** What the enterprise and the bank signed. */
export const signedFor = (fields: readonly string[]): { consent: SignedConsent; pull: SignedPull } => {
  const [holder, bank] = [newKey(), newKey()];
  const id = random16();
  const consent = {
    v: 1 as const,
    kind: 'consent' as const,
    id,
    intent: random16(),
    holder: SUBJECT,
    holderKey: 'A'.repeat(43),
    provider: OFFICE,
    recipient: BANK,
    purpose: 'loan-review',
    fields: [...fields, 'judicial.court'],
    keepDays: 1825,
    since: SEALED_AT - DAY,
    until: SEALED_AT + 30 * DAY,
    pulls: { limit: 3, per: 'term' as const },
    agreement: 'A'.repeat(43),
    issuedAt: SEALED_AT - DAY,
  };
  const pull = {
    v: 1 as const,
    kind: 'pull' as const,
    id,
    intent: random16(),
    provider: OFFICE,
    recipient: BANK,
    recipientKey: 'A'.repeat(43),
    purpose: 'loan-review',
    fields: [...fields],
    application: QUESTION.application,
    issuedAt: SEALED_AT,
  };
  return {
    consent: {
      v: 1,
      statement: consent,
      signature: signedBy(holder, sharingBytes(consent)),
      salt: random16(),
    },
    pull: { v: 1, statement: pull, signature: signedBy(bank, sharingBytes(pull)), salt: random16() },
  };
};

const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const signedBy = (key: KeyObject, bytes: Uint8Array): string =>
  Buffer.from(lowS(sign('sha256', bytes, key))).toString('base64url');
