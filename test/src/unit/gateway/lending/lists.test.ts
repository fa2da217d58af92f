import { join } from 'node:path';
import { expect } from 'chai';
import { keys, type ClaimView, type PageQuery } from '@hanlian/chaincode/domain';
import type { Page } from '@hanlian/gateway/services/types';
import { ReadModel } from '@hanlian/gateway/readmodel/read-model';
import { KnownClaims } from '@hanlian/gateway/services/subsidy/known-claims';
import type { SubsidyParts } from '@hanlian/gateway/services/subsidy/parts';
import { listProgrammes } from '@hanlian/gateway/services/subsidy/programmes';
import { newFolder, removeFolder } from '../../../support/folders.js';
import { rejectionOf } from '../../../support/refusal.js';

const NAMESPACE = 'hanlian';
const OFFICE = { department: 'office' } as never;

/** Ids in their order. */
const idsOf = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => String(i).padStart(22, '0'));

describe('lists of programmes and claims', () => {
  let folder: string;
  let model: ReadModel;

  beforeEach(async () => {
    folder = await newFolder();
    model = await ReadModel.open(join(folder, 'index'), NAMESPACE);
  });
  afterEach(async () => {
    await model.close();
    await removeFolder(folder);
  });

  const written = (records: Readonly<Record<string, object>>): Promise<void> =>
    model.apply([
      {
        transactionId: 't1',
        block: 1,
        index: 0,
        code: 'VALID',
        timestamp: '2026-11-20T00:00:00.000Z',
        creator: { mspId: 'BureauMSP', certificate: '' },
        chaincode: NAMESPACE,
        function: 'subsidy:test',
        writes: Object.entries(records).map(([key, record]) => ({
          namespace: NAMESPACE,
          key,
          value: Buffer.from(JSON.stringify(record)),
        })),
        privateWrites: [],
      },
    ]);
  const all = async <T>(page: (query: PageQuery) => Promise<Page<T>>, limit: number): Promise<T[]> => {
    const items: T[] = [];
    for (let cursor: string | undefined; ;) {
      const { items: more, next } = await page({ limit, ...(cursor !== undefined && { cursor }) });
      items.push(...more);
      if (next === undefined) return items;
      cursor = next;
    }
  };

  // The ids' own order is not that of the keys: between two pages the second programme was left out.
  it('show every programme, page by page, also where an id begins with another', async () => {
    const ids = ['relief-2026', 'relief'];
    const [since, now] = [1_700_000_000, () => 1_800_000_000];
    await written(Object.fromEntries(ids.map((id) => [keys.programme(id, since), { id, since }])));
    const parts = { model, now, caughtUp: () => Promise.resolve() };
    const shown = await all((query) => listProgrammes(parts, query), 1);
    expect(shown.map(({ id }) => id)).to.deep.equal(ids);
    const refused = await rejectionOf(listProgrammes(parts, { limit: 1, cursor: 'another' }));
    expect(refused.code).to.equal('FIELD_INVALID');
  });

  describe('of claims', () => {
    /** Ids the ledger was asked for, call by call. */
    let asked: (readonly string[])[];
    let mine: (id: string) => boolean;
    let known: KnownClaims;

    beforeEach(() => {
      [asked, mine] = [[], () => true];
      const read = (_: unknown, operation: string, { ids }: { ids: readonly string[] }): Promise<object> => {
        expect([operation, ids.length <= 100]).to.deep.equal(['getClaims', true]);
        asked.push(ids);
        const claims = ids.filter(mine).map((id) => ({ file: { claim: { statement: { id } } } }));
        return Promise.resolve({ v: 1, claims });
      };
      const parts = { model, calls: { read }, speakers: { of: () => Promise.resolve({}) } };
      known = new KnownClaims(parts as unknown as SubsidyParts);
    });
    const claims = (ids: readonly string[], programmeOf: (id: string) => string): Promise<void> =>
      written(
        Object.fromEntries(
          ids.map((id) => [keys.claim(id), { programme: programmeOf(id), state: 'claimed' }]),
        ),
      );
    const idIn = ({ file }: ClaimView): string => file.claim.statement.id;

    // The claims of other programmes were passed over without being counted.
    it('end after so many claims were looked through, whichever programme they are of', async () => {
      const ids = idsOf(4500);
      await claims(ids, (id) => (id === ids.at(-1) ? 'relief' : 'other'));
      const first = await known.page(OFFICE, { limit: 10, programme: 'relief' });
      expect(first).to.deep.equal({ items: [], next: ids[1999] });
      const found = await all((query) => known.page(OFFICE, { ...query, programme: 'relief' }), 10);
      expect(found.map(idIn)).to.deep.equal([ids.at(-1)]);
      expect(asked).to.deep.equal([[ids.at(-1)]]);
    });

    // Another's claims were asked for one at a time where one was wanted.
    it('ask the ledger for many at once, however few are wanted and whoever’s the others are', async () => {
      const ids = idsOf(1000);
      const own = new Set([ids[0], ids[700], ids[999]]);
      mine = (id) => own.has(id);
      await claims(ids, () => 'relief');
      const found = await all((query) => known.page(OFFICE, query), 1);
      expect(found.map(idIn)).to.deep.equal([...own]);
      expect(asked.length).to.be.below(30);
    });

    it('say which of several is unknown, and take no cursor they never gave', async () => {
      const [known1, foreign, nowhere] = idsOf(3) as [string, string, string];
      mine = (id) => id !== foreign;
      await claims([known1, foreign], () => 'relief');
      for (const missing of [foreign, nowhere]) {
        const refused = await rejectionOf(known.each(OFFICE, [known1, missing]));
        expect([refused.code, refused.details.received]).to.deep.equal(['CLAIM_UNKNOWN', missing]);
      }
      const refused = await rejectionOf(known.page(OFFICE, { limit: 1, cursor: nowhere }));
      expect(refused.details).to.deep.equal({ field: 'cursor' });
    });
  });
});
