import { X509Certificate } from 'node:crypto';
import { HanlianError, type StampKeyAnswer } from '@hanlian/chaincode/domain';
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
    renew: async (caller, { reason, since }, once) => {
      const authority = own();
      const answer = await requests.once(caller.id, once, async () => {
        const end = reason && endOf({ reason, since }, now());
        const { certificate, changes } = await authority.prepare(end);
        return { answer: { ...factsOf(certificate) }, changes, first: Promise.resolve() };
      });
      await authority.adopt();
      return answer as StampKeyAnswer;
    },
  };
}

function factsOf(certificate: string): StampKeyAnswer {
  const { serialNumber, validToDate } = new X509Certificate(certificate);
  return { serial: serialNumber.toLowerCase(), certificate, notAfter: validToDate.toISOString() };
}
