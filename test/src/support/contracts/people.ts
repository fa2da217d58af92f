import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { createAuthority, ecdsaSigner, type Authority } from '@hanlian/certificates';
import {
  statementBytes,
  type ActStatement,
  type Role,
  type SealedStatement,
  type TwoPeople,
} from '@hanlian/chaincode/domain';
import type { Identity } from '@hanlian/gateway/ledger/port';

export const random16 = (): string => randomBytes(16).toString('base64url');
export const random32 = (): string => randomBytes(32).toString('base64url');

const authorities = new Map<string, Promise<Authority>>();

/** By certificate: what it was made for, and its key. */
const made = new Map<string, { readonly key: KeyObject; readonly attributes: Attributes }>();

const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

/** The attributes a creator speaks by. */
export interface Attributes {
  readonly role?: string;
  readonly dept?: string;
}

export function authorityOf(mspId: string): Promise<Authority> {
  const authority =
    authorities.get(mspId) ?? createAuthority({ organization: mspId, signer: ecdsaSigner(newKey()) });
  authorities.set(mspId, authority);
  return authority;
}

const identities = new Map<string, Promise<Identity>>();

async function issue(mspId: string, attributes: Record<string, string>): Promise<Identity> {
  const { privateKey: key, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const authority = await authorityOf(mspId);
  const commonName = `${mspId}.${identities.size}`;
  const certificate = await authority.issueIdentity({ commonName, publicKey, kind: 'client', attributes });
  made.set(certificate, { key, attributes });
  return { mspId, certificate };
}

/** The key and the attributes of an identity made here. */
export const madeOf = ({ certificate }: Identity): { key: KeyObject; attributes: Attributes } =>
  made.get(certificate)!;

/** A real certificate with the attributes a creator speaks by; made once for each. */
export function identityOf(mspId: string, role?: Role, department?: string): Promise<Identity> {
  const name = `${mspId} ${role ?? ''} ${department ?? ''}`;
  const attributes = { ...(role && { role }), ...(department && { dept: department }) };
  const identity = identities.get(name) ?? issue(mspId, attributes);
  identities.set(name, identity);
  return identity;
}

/** One of a department's people, with a key. */
export class Officer {
  readonly id: string;
  readonly #key: KeyObject;
  readonly publicKey: string;

  constructor(id: string) {
    this.id = id;
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#key = privateKey;
    this.publicKey = publicKey.export({ format: 'der', type: 'spki' }).toString('base64url');
  }

  sign(statement: ActStatement | SealedStatement): string {
    return sign('sha256', statementBytes(statement), this.#key).toString('base64url');
  }
}

/** 经办 and 审核 of a statement. */
export const signedBy = (
  statement: ActStatement | SealedStatement,
  preparer: Officer,
  reviewer: Officer,
): TwoPeople => ({
  preparer: { officer: preparer.id, signature: preparer.sign(statement) },
  reviewer: { officer: reviewer.id, signature: reviewer.sign(statement) },
});
