import { parseTilePath, tilePath, utf8Encode } from '@hanlian/chaincode/domain';
import { TRUST_FORMAT } from '@hanlian/certificates';
import type { Services } from '@hanlian/gateway/services/types';
import { later } from './fake-parts.js';

/** A hub that knows nothing, stamps nothing, and whose log has one entry. */
export const offlineFakes: Pick<Services, 'trust' | 'timestamps' | 'log' | 'statusLists'> = {
  trust: {
    bundle: () =>
      later(() => ({
        v: TRUST_FORMAT,
        madeAt: 0,
        departments: [],
        types: [],
        accreditations: [],
        sealKeys: [],
        stampRoots: [],
      })),
  },
  timestamps: {
    answer: () => later(() => Buffer.from('3003020102', 'hex')),
    renew: () => later(() => ({ serial: '40aa', certificate: 'PEM', notAfter: '2032-11-20T04:00:00.000Z' })),
  },
  statusLists: {
    current: () => later(() => Buffer.from('eyJ.eyJ.AA')),
    byDigest: () => later(() => Buffer.from('eyJ.eyJ.AA')),
  },
  log: {
    requireWhole: () => Promise.resolve(),
    checkpoint: () => Promise.resolve('hanlian/test/0\n1\nAAAA\n\n— hanlian/test/0 AAAA\n'),
    tile: (path) => later(() => utf8Encode(tilePath(parseTilePath(path)))),
    inclusion: () => Promise.resolve('c2sp.org/tlog-proof@v1\nindex 0\n\n'),
    consistency: (older, newer) => Promise.resolve({ older, newer, path: [] }),
    witnesses: () =>
      Promise.resolve({
        origin: 'hanlian/test/0',
        publisher: 'BureauMSP',
        quorum: 2,
        halted: false,
        size: 1,
        witnesses: [],
        external: { quorum: 0, witnesses: [] },
        forks: [],
      }),
  },
};
