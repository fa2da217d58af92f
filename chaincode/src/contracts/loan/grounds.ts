import type { CitedCertificate, ClaimRecord, ConsentRecord } from '../../domain/index.js';
import { HanlianError, keys, requireCertificate } from '../../domain/index.js';
import type { ProvenRegistry } from '../evidence.js';
import type { OpenLoan } from './act.js';

/**
 * Every certificate cited is valid, as proven at a checkpoint of now.
 *
 * @throws {HanlianError} LOAN_CERTIFICATE_NOT_VALID, MAP_PROOF_*
 */
export function requireCertificates(
  registry: ProvenRegistry,
  certificates: readonly CitedCertificate[],
  at: number,
): void {
  certificates.forEach(({ type, issuer, serial, version }, i) => {
    const { record, transitions } = registry.license({ type, issuer, serial, version });
    requireCertificate(record, transitions, `certificates[${i}]`, at);
  });
}

/**
 * What a decision for the loan rests on still holds: the certificates, and a consent that was not withdrawn. Its record is
 * read, so that a withdrawal committed in between leaves the decision without effect.
 *
 * @throws {HanlianError} LOAN_CERTIFICATE_NOT_VALID, CONSENT_WITHDRAWN
 */
export async function requireGrounds({ ctx, registry, file }: OpenLoan): Promise<void> {
  requireCertificates(registry, file.certificates, ctx.txTime);
  // Nothing is reviewed but under a consent, whose record stays.
  const consent = (await ctx.state.get<ConsentRecord>(keys.consent(file.consent as string))) as ConsentRecord;
  if (consent.state !== 'withdrawn') return;
  throw new HanlianError('CONSENT_WITHDRAWN', 'The enterprise has withdrawn the consent');
}

/**
 * No subsidy is approved or paid that rests on what was owed from that day on.
 *
 * @throws {HanlianError} LOAN_SUBSIDY_STANDS
 */
export async function requireNoSubsidySince({ ctx, file }: OpenLoan, date: string): Promise<void> {
  for (const { id, period } of file.claims.filter((claim) => claim.period.to >= date)) {
    const { state } = (await ctx.state.get<ClaimRecord>(keys.claim(id))) as ClaimRecord;
    if (state !== 'approved' && state !== 'paid') continue;
    throw new HanlianError(
      'LOAN_SUBSIDY_STANDS',
      `A subsidy for ${period.from} to ${period.to} is ${state}`,
      {
        field: 'date',
        expected: `after ${period.to}`,
        received: date,
      },
    );
  }
}
