import { createHash } from 'node:crypto';
import {
  formatInstant,
  scopesOf,
  type CredentialAnswer,
  type CredentialState,
  type PublicJwk,
  type Role,
} from '@hanlian/chaincode/domain';
import type { Caller } from '../services/types.js';

/** What is kept of a caller. */
export interface CallerFacts extends Omit<Caller, 'scopes' | 'role' | 'credential'> {
  readonly role: Role;
  /** Absent: all that the role has. */
  readonly granted?: readonly string[];
  /** Counts its changes; absent is 0. */
  readonly revision?: number;
  /** Seconds since 1970. */
  readonly createdAt?: number;
  readonly disabledAt?: number;
  /** Identities that signed for it before the present one. */
  readonly former?: readonly string[];
  /** Identities whose certificates the authority is still to revoke. */
  readonly revoking?: readonly string[];
}

/** What the hub knows a credential by: of a key only the SHA-256, in base64url. */
export type Proof =
  | { readonly kind: 'key'; readonly digest: string }
  | { readonly kind: 'certificate'; readonly fingerprint: string }
  | { readonly kind: 'token'; readonly keys: readonly PublicJwk[] };

/** One of the ways in which a caller proves who it is. Times are seconds since 1970. */
export interface Credential {
  readonly v: 1;
  readonly id: string;
  readonly caller: string;
  readonly name: string;
  readonly proof: Proof;
  /** Absent: all that the caller's role has. */
  readonly scopes?: readonly string[];
  readonly createdAt: number;
  readonly createdWith?: string;
  readonly expiresAt?: number;
  readonly revokedAt?: number;
  readonly replacedBy?: string;
}

/** Expiry is computed, never written. */
export function stateOf({ revokedAt, expiresAt, replacedBy }: Credential, now: number): CredentialState {
  if (revokedAt !== undefined) return 'revoked';
  if (expiresAt !== undefined && now >= expiresAt) return 'expired';
  return replacedBy === undefined ? 'active' : 'ending';
}

/** Whether it still opens the door. */
export const isGood = (credential: Credential, now: number): boolean =>
  ['active', 'ending'].includes(stateOf(credential, now));

/** What a caller may ask for at most: what the role has, as far as it was granted. */
export const scopesOfCaller = ({
  role,
  granted,
}: Pick<CallerFacts, 'role' | 'granted'>): ReadonlySet<string> => within(scopesOf(role), granted);

/** That, as far as the credential goes. */
export const grantedBy = ({ scopes }: Credential, facts: CallerFacts): ReadonlySet<string> =>
  within(scopesOfCaller(facts), scopes);

const within = (all: ReadonlySet<string>, some: readonly string[] | undefined): ReadonlySet<string> =>
  some === undefined ? all : new Set([...all].filter((scope) => some.includes(scope)));

/** What may be shown of it: everything but what would let another use it. */
export function answerOf(credential: Credential, facts: CallerFacts, now: number): CredentialAnswer {
  const { id, caller, name, proof, createdAt, createdWith, expiresAt, revokedAt, replacedBy } = credential;
  return {
    id,
    kind: proof.kind,
    caller,
    name,
    state: stateOf(credential, now),
    scopes: [...grantedBy(credential, facts)].sort(),
    createdAt: formatInstant(createdAt),
    ...(createdWith !== undefined && { createdWith }),
    ...(expiresAt !== undefined && { expiresAt: formatInstant(expiresAt) }),
    ...(revokedAt !== undefined && { revokedAt: formatInstant(revokedAt) }),
    ...(replacedBy !== undefined && { replacedBy }),
    ...(proof.kind === 'certificate' && { fingerprint: proof.fingerprint }),
    ...(proof.kind === 'token' && { kids: proof.keys.map(({ kid }) => kid) }),
  };
}

/** A key has 256 random bits: its bare digest tells nothing. */
export const digestOf = (key: string): string => createHash('sha256').update(key).digest('base64url');
