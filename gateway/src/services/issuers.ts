import type { Certified } from '@hanlian/certificates';
import { HanlianError, type IssuerAnswer, type RevokeInput } from '@hanlian/chaincode/domain';
import type { End } from '../pki/ends.js';
import type { IssuingAuthority, Pki } from '../pki/index.js';
import type { LicenseParts } from './licenses/parts.js';
import { readMoment } from './moments.js';
import type { Services } from './types.js';

type Parts = Pick<LicenseParts, 'requests' | 'now' | 'caughtUp'> & { readonly pki: Pki };

/** The authorities between the roots and the seals: published for anyone, changed and ended for the registrar. */
export function issuersService({
  pki,
  requests,
  now,
  caughtUp,
}: Parts): Pick<
  Services['pki'],
  'issuers' | 'chain' | 'list' | 'rootList' | 'ocsp' | 'rotate' | 'revokeIssuer'
> {
  const named = (id: string): IssuingAuthority => {
    const found = pki.issuers.find(id);
    if (found !== undefined) return found;
    throw new HanlianError('NOT_FOUND', 'There is no issuing authority of that name here');
  };
  return {
    issuers: () => Promise.resolve({ items: pki.issuers.list().map((each) => answerOf(pki, each)) }),
    chain: (id) => {
      const { certificate, root } = named(id);
      return Promise.resolve(certificate + root);
    },
    list: async (id) => {
      await caughtUp();
      return pki.publication.list(named(id));
    },
    rootList: async (root) => {
      const list = await pki.publication.rootList(root.toUpperCase() as Certified);
      if (list !== undefined) return list;
      throw new HanlianError('NOT_FOUND', 'There is no root of that algorithm here');
    },
    ocsp: async (request) => {
      await caughtUp();
      return pki.publication.answer(request);
    },
    rotate: async (caller, { algorithm }, once) => {
      const answer = await requests.once(caller.id, once, async () => {
        const { made, changes } = await pki.issuers.prepare(algorithm);
        return { answer: { ...factsOf(made), current: true }, changes, first: Promise.resolve() };
      });
      await pki.issuers.adopt();
      return answer as IssuerAnswer;
    },
    revokeIssuer: async (caller, id, input, once) =>
      (await requests.once(caller.id, once, () => {
        const authority = named(id);
        if (pki.issuers.revocation(authority) !== undefined) {
          throw new HanlianError('RECORD_FINAL', 'The issuing authority is revoked already');
        }
        const end = endOf(input, now());
        const answer = { ...factsOf(authority), current: false, revocation: shown(end) };
        return { answer, changes: [pki.issuers.end(authority, end)], first: Promise.resolve() };
      })) as IssuerAnswer,
  };
}

/**
 * An end that nobody doubts begins when it is said; only a lost key may be dated back. Dated ahead, whoever has the key
 * would be believed until then, and a revocation is final.
 *
 * @throws {HanlianError} FIELD_INVALID, DATE_IMPOSSIBLE
 */
export function endOf({ reason, since }: RevokeInput, now: number): End {
  const at = new Date(now * 1000);
  if (since === undefined) return { reason, at };
  if (reason !== 'keyCompromise') {
    throw new HanlianError('FIELD_INVALID', 'Only a compromise may be dated back', {
      field: 'since',
      expected: 'absent, or reason keyCompromise',
    });
  }
  const invalidSince = readMoment(since, 'start', 'since');
  if (invalidSince > now) {
    throw new HanlianError('FIELD_INVALID', 'Nobody can know of a compromise to come', {
      field: 'since',
      expected: 'a time up to now',
      received: since,
    });
  }
  return { reason, at, invalidSince: new Date(invalidSince * 1000) };
}

const shown = ({ at, reason, invalidSince }: End): { at: string; reason: string; invalidSince?: string } => ({
  at: at.toISOString(),
  reason,
  ...(invalidSince && { invalidSince: invalidSince.toISOString() }),
});

const factsOf = ({
  id,
  algorithm,
  since,
  certificate,
  root,
}: IssuingAuthority): Omit<IssuerAnswer, 'current' | 'revocation'> => ({
  id,
  algorithm,
  since: new Date(since * 1000).toISOString(),
  certificate,
  root,
});

function answerOf({ issuers }: Pki, authority: IssuingAuthority): IssuerAnswer {
  const last = issuers.list().findLast(({ algorithm }) => algorithm === authority.algorithm);
  const revocation = issuers.revocation(authority);
  return {
    ...factsOf(authority),
    current: last === authority && revocation === undefined,
    ...(revocation && { revocation: shown(revocation) }),
  };
}
