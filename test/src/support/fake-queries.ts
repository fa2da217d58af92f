import { Readable } from 'node:stream';
import {
  HanlianError,
  type QueryRecords,
  type SignedAcknowledgement,
  type SignedReceipt,
} from '@hanlian/chaincode/domain';
import type { Services } from '@hanlian/gateway/services/types';
import { queryQuestionExample } from '@hanlian/gateway/endpoints/queries/examples';
import { DIGEST, ISSUER, later, NOON, RANDOM } from './fake-parts.js';

const LINK = { v: 1, provider: ISSUER, requester: ISSUER, prev: DIGEST, key: DIGEST, at: NOON } as const;
const SIGNATURE = 'A'.repeat(96);
const { query, ...rest } = queryQuestionExample.asked;

const REQUEST: SignedReceipt = {
  record: {
    ...LINK,
    kind: 'request',
    seq: 1,
    asked: { ...rest, query: { ...query, fields: [...query.fields] } },
  },
  signature: SIGNATURE,
};

const RELEASE: SignedReceipt = {
  record: {
    ...LINK,
    kind: 'release',
    seq: 2,
    query: RANDOM,
    grant: RANDOM,
    grantRevision: 1,
    view: { height: 9, at: NOON },
    lease: { window: 'term', index: 1, use: 1 },
    fields: ['name'],
    rows: 1,
    removed: 0,
    responseDigest: DIGEST,
    visibility: { class: 'now', rule: { name: 'sharing-grants', since: 0, clause: '1' } },
  },
  signature: SIGNATURE,
};

const DATA = { salt: RANDOM, rows: [{ name: '示例餐饮有限公司' }] };

/** A provider that has one thing to give, once asked for by its one known id. */
export const fakeQueries = (): Services['queries'] => {
  const known = (id: string): void => {
    if (id !== RANDOM) throw new HanlianError('QUERY_UNKNOWN', 'There is no such query here');
  };
  const own = (provider: string): void => {
    if (provider !== ISSUER) throw new HanlianError('OTHER_DEPARTMENT', 'These receipts are of others');
  };
  const records: QueryRecords = { standing: 'released', request: REQUEST, outcome: RELEASE };
  return {
    ask: (_caller, { id }) =>
      later(() => ({ id, provider: ISSUER, request: REQUEST, release: RELEASE, data: DATA })),
    get: (_caller, id) => later(() => (known(id), records)),
    receipts: (_caller, { provider }) =>
      later(() => {
        own(provider);
        const content = Readable.from([Buffer.from(`${JSON.stringify(REQUEST)}\n`)]);
        return { media: 'application/x-ndjson', name: 'receipts.jsonl', content };
      }),
    open: (_caller, { provider }) => later(() => (own(provider), { items: [records] })),
    answer: () => later(() => ({ v: 1, request: REQUEST, outcome: RELEASE, data: DATA })),
    acknowledge: ({ acknowledgement }: SignedAcknowledgement) =>
      later(() => ({ query: acknowledgement.query })),
  };
};
