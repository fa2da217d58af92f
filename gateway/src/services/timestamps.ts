import { X509Certificate } from 'node:crypto';
import { HanlianError, type StampKeyAnswer, type StampKeyInput } from '@hanlian/chaincode/domain';
import type { End } from '../pki/ends.js';
import type { OwnStampAuthority } from '../stamping/authority.js';
import { endOf } from './issuers.js';
import type { LicenseParts } from './licenses/parts.js';
import type { Services } from './types.js';

/** The organisation's time-stamp authority, where it runs one. */
export function timestampService(
  { requests, now }: Pick<LicenseParts, 'requests' | 'now'>,
  stamper: OwnStampAuthority | undefined,
): Services['timestamps'] {
  const own = (): OwnStampAuthority => {
    if (stamper) return stamper;
    throw new HanlianError('NOT_FOUND', 'This organisation runs no time-stamp authority');
  };
  return {
    answer: async (request) => own().answer(request),
    renew: async (caller, input, once) => {
      const authority = own();
      const answer = await requests.once(caller.id, once, async () => {
        const end = formerEnd(input, now());
        const { certificate, changes } = await authority.prepare(end);
        return { answer: { ...factsOf(certificate) }, changes, first: Promise.resolve() };
      });
      await authority.adopt();
      return answer as StampKeyAnswer;
    },
  };
}

/** How the former key ends; undefined: its stamps stand. @throws {HanlianError} FIELD_MISSING and as `endOf` does */
function formerEnd({ reason, since }: StampKeyInput, now: number): End | undefined {
  if (reason !== undefined) return endOf({ reason, since }, now);
  if (since === undefined) return undefined;
  throw new HanlianError('FIELD_MISSING', 'Without a reason nothing is revoked, since whenever', {
    field: 'reason',
    expected: 'keyCompromise',
  });
}

function factsOf(certificate: string): StampKeyAnswer {
  const { serialNumber, validToDate } = new X509Certificate(certificate);
  return { serial: serialNumber.toLowerCase(), certificate, notAfter: validToDate.toISOString() };
}
