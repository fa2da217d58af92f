import { keptBackBy, namesBeyond } from '../catalogue/index.js';
import { HanlianError, type ErrorCode } from '../errors/index.js';
import type { Negative, Resource } from '../schemas/catalogue.js';
import type { Grant } from '../schemas/grants.js';
import type { ConsentRecord } from '../schemas/sharing.js';
import { consentStanding } from '../sharing/consent.js';
import { grantStanding } from './life.js';

/** A release as it is asked for. */
export interface ReleaseAsked {
  /** The department that gets the data. */
  readonly recipient: string;
  readonly resource: string;
  readonly fields: readonly string[];
  readonly purpose: string;
  readonly matter: string;
}

/** Why a grant does not cover a release. */
export interface ReleaseBar {
  readonly code: Extract<ErrorCode, `GRANT_${string}`>;
  /** What of the question lies outside. */
  readonly field?: keyof ReleaseAsked;
}

const NOT_LIVE = {
  requested: 'GRANT_NOT_GIVEN',
  refused: 'GRANT_NOT_GIVEN',
  withdrawn: 'GRANT_WITHDRAWN',
  expired: 'GRANT_EXPIRED',
  paused: 'GRANT_PAUSED',
  pending: 'GRANT_NOT_BEGUN',
} as const;

/** What a grant covers of releases: its facts, whatever revision of the record they are taken from. */
export type Covering = Pick<
  Grant,
  'state' | 'since' | 'until' | 'recipients' | 'resource' | 'fields' | 'purpose' | 'matter'
>;

/** What else stands on the ledger about a release: it may end what a grant gave, whatever the grant's own record says. */
export interface Surroundings {
  /** The provider's negative list: what is kept back since the grant was given is not released under it. */
  readonly negatives?: readonly Negative[];
  /** As the catalogue has it; null: it has none. */
  readonly resource?: Pick<Resource, 'retired'> | null;
  /** The consent that the grant rests on, if it does; null: there is no such consent. */
  readonly consent?: ConsentRecord | null;
}

/**
 * Whether a grant as it stands covers a release at an instant, by the one rule that the contract, the provider's hub and
 * the auditor go by. Quota, rate and networks are the hub's to count.
 *
 * @param around what is left out is not judged by: an auditor's files hold none of it, and each report says so
 */
export function barToRelease(
  grant: Covering,
  asked: ReleaseAsked,
  at: number,
  around: Surroundings = {},
): ReleaseBar | undefined {
  const standing = grantStanding(grant, at);
  if (standing !== 'granted') return { code: NOT_LIVE[standing] };
  if (!grant.recipients.includes(asked.recipient)) return { code: 'GRANT_OF_ANOTHER', field: 'recipient' };
  const field = fieldBeyond(grant, asked);
  if (field !== undefined) return { code: 'GRANT_NOT_COVERED', field };
  return barAround(around, asked, at);
}

function barAround(
  { negatives = [], resource, consent }: Surroundings,
  asked: ReleaseAsked,
  at: number,
): ReleaseBar | undefined {
  if (resource === null || resource?.retired !== undefined) {
    return { code: 'GRANT_RESOURCE_RETIRED', field: 'resource' };
  }
  if (consent !== undefined && (consent === null || consentStanding(consent, at) !== 'active')) {
    return { code: 'GRANT_CONSENT_NOT_LIVE' };
  }
  return keptBackBy(negatives, asked, at) && { code: 'GRANT_KEPT_BACK', field: 'fields' };
}

function fieldBeyond(grant: Covering, asked: ReleaseAsked): keyof ReleaseAsked | undefined {
  const other = (['resource', 'purpose', 'matter'] as const).find((name) => grant[name] !== asked[name]);
  if (other !== undefined) return other;
  return namesBeyond(grant.fields, asked.fields).length > 0 ? 'fields' : undefined;
}

/** @throws {HanlianError} GRANT_NOT_GIVEN, GRANT_WITHDRAWN, GRANT_EXPIRED, GRANT_PAUSED, GRANT_NOT_BEGUN */
export function requireLiveGrant(grant: Pick<Grant, 'state' | 'since' | 'until'>, at: number): void {
  const standing = grantStanding(grant, at);
  if (standing === 'granted') return;
  const { since, until } = grant;
  throw new HanlianError(NOT_LIVE[standing], `The grant is ${standing} at ${at}`, { since, until });
}
