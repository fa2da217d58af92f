import {
  HanlianError,
  type CatalogueEntryAnswer,
  type ConsistencyReport,
  type FilePlanAnswer,
  type OpenVersionAnswer,
  type Resource,
} from '@hanlian/chaincode/domain';
import { placeOfEntry } from '@hanlian/gateway/services/catalogue/lists';
import type { Services } from '@hanlian/gateway/services/types';
import { resource } from './contracts/catalogue.js';
import { DIGEST, ISSUER, later, pageOf, RANDOM, type Once } from './fake-parts.js';

const AT = 1772323200;
const HEX = 'ab'.repeat(32);

const RESOURCE: Resource = {
  v: 1,
  ...resource({ provider: ISSUER }),
  revision: 0,
  intent: RANDOM,
  tx: DIGEST,
  txTime: AT,
};

const ENTRY: CatalogueEntryAnswer = {
  revision: 0,
  record: RESOURCE,
  history: [
    { revision: 0, at: '2026-03-01T00:00:00Z', transactionId: 'tx-1', retired: false, differences: [] },
  ],
};

const COUNTS = { rows: 1, added: 0, changed: 0, unchanged: 1, retired: 0, rejected: 0 };
const PLAN: FilePlanAnswer = { plan: DIGEST, columns: [], counts: COUNTS, changes: [], errors: [] };

const NOTHING: ConsistencyReport['total'] = {
  responsibilities: 0,
  covered: 0,
  overdue: 0,
  resources: 1,
  unconditional: 1,
  conditional: 0,
  keptBack: 0,
  shareRate: 10000,
  open: 0,
  demanded: 0,
  demands: 0,
  negatives: 0,
};

const VERSION: OpenVersionAnswer = {
  version: 1,
  fileName: 'registrations.csv',
  mediaType: 'text/csv',
  size: 3,
  sha256: HEX,
  sm3: HEX,
  provider: ISSUER,
  publishedAt: '2026-03-01T00:00:00Z',
  transactionId: 'tx-1',
};

/** A catalogue of one resource. */
export function fakeCatalogue(once: Once): Services['catalogue'] {
  return {
    get: (_caller, { list, group, item }) =>
      later(() => {
        if (list === 'resources' && `${group}/${item}` === RESOURCE.code) return ENTRY;
        throw new HanlianError('CATALOGUE_ENTRY_UNKNOWN', 'No such entry');
      }),
    list: (_caller, _list, { limit }) => Promise.resolve(pageOf([RESOURCE], limit)),
    put: (caller, list, { entries }, key) =>
      later(() =>
        once.do(caller, key, () => ({
          entries: entries.map((entry) => ({
            ...placeOfEntry(list, { department: ISSUER, ...entry }),
            revision: 0,
          })),
          transactionId: 'tx-1',
        })),
      ),
    retire: (caller, { entries }, key) =>
      later(() =>
        once.do(caller, key, () => ({
          entries: entries.map(({ list, group, item }) => ({ list, group, item, revision: 1 })),
          transactionId: 'tx-1',
        })),
      ),
    consistency: () =>
      Promise.resolve({
        v: 1,
        at: AT,
        consistent: true,
        total: NOTHING,
        departments: [{ department: ISSUER, ...NOTHING }],
        counts: {},
        found: [],
      }),
    check: () => Promise.resolve(PLAN),
    write: (caller, _list, { query }, key) =>
      later(() =>
        once.do(caller, key, () => ({ plan: query.plan, counts: COUNTS, transactionIds: ['tx-1'] })),
      ),
    export: () =>
      Promise.resolve({
        media: 'text/csv; charset=utf-8',
        name: 'resources.csv',
        content: (async function* () {
          yield await Promise.resolve(Buffer.from('信息资源代码\r\n'));
        })(),
      }),
    openVersions: (_resource, { limit }) => Promise.resolve(pageOf([VERSION], limit)),
    publish: (caller, _resource, _input, key) =>
      later(() => once.do(caller, key, () => ({ version: 2, transactionId: 'tx-1' }))),
    checkDownload: (_resource, file) =>
      Promise.resolve({
        published: false,
        size: file.length,
        sha256: HEX,
        sm3: HEX,
        newest: 1,
      }),
  };
}
