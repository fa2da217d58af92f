import { HanlianError, type ResealAnswer } from '@hanlian/chaincode/domain';
import type { Services } from '@hanlian/gateway/services/types';
import { ISSUER, later, pageOf, RANDOM, type Once } from './fake-parts.js';

const RESEAL: ResealAnswer = {
  id: `0000000-${RANDOM}`,
  department: ISSUER,
  state: 'waiting',
  person: 'OFFICER1',
  createdAt: '2026-11-20T12:00:00+08:00',
  counts: { batches: 0, certificates: 0, later: 0 },
  progress: { done: 0, refused: 0 },
  errors: [],
  links: { self: `/v1/reseals/0000000-${RANDOM}` },
};

/** One that waits. */
export function fakeReseals(once: Once): Services['reseals'] {
  let reseal = RESEAL;
  const found = (id: string): ResealAnswer => {
    if (id === reseal.id) return reseal;
    throw new HanlianError('NOT_FOUND', 'No such job');
  };
  return {
    begin: (caller, _input, key) =>
      later(() => once.do(caller, key, () => ({ ...RESEAL, id: `0000001-${RANDOM}` }))),
    list: (_caller, { limit }) => Promise.resolve(pageOf([reseal], limit)),
    get: (_caller, id) => later(() => found(id)),
    cancel: (caller, id, key) =>
      later(() =>
        once.do(caller, key, () => {
          if (found(id).state !== 'waiting') throw new HanlianError('JOB_NOT_OPEN', 'It is not open');
          reseal = { ...reseal, state: 'cancelled' };
          return reseal;
        }),
      ),
  };
}
