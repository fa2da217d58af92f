import {
  partCommitment,
  receiptBytes,
  type Query,
  type QueryOpening,
  type QueryQuestion,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { random16 } from './contracts/people.js';
import { MATTER, PROVIDER, PURPOSE, RESOURCE } from './sharing-city.js';

const { sha256 } = nodeHashes;

export const salted = (value: string): { value: string; salt: string } => ({ value, salt: random16() });

/** Of whom a letter asks unless it says otherwise, and why. */
export const OPENING: QueryOpening = { subject: salted('91350100M000100Y43'), reason: salted('专项审计') };

/** With what a letter is signed. */
export interface LetterKey {
  readonly id: string;
  sign(bytes: Uint8Array): string | Promise<string>;
}

/** A query as a requester's hub sends it to its provider's, in whose name and by which key a test pleases. */
export async function letterBy(
  key: LetterKey,
  said: Pick<Query, 'requester' | 'grant'> & Partial<Query>,
): Promise<QueryQuestion> {
  const query: Query = {
    v: 1,
    kind: 'query',
    id: random16(),
    key: key.id,
    provider: PROVIDER,
    resource: RESOURCE,
    fields: ['name'],
    purpose: PURPOSE,
    matter: MATTER,
    subject: partCommitment(sha256, OPENING.subject),
    reason: partCommitment(sha256, OPENING.reason),
    operator: 'a-3',
    system: '审计系统',
    issuedAt: Math.floor(Date.now() / 1000),
    ...said,
  };
  return { v: 1, asked: { query, signature: await key.sign(receiptBytes(query)) }, opening: OPENING };
}
