import { expect } from 'chai';
import { type EntriesAnswer, type EntriesPage } from '@hanlian/chaincode/domain';
import { NOW } from '../../../support/contracts/city.js';
import {
  creditCity,
  enterprise,
  entryInput,
  FIRM,
  publish,
  published,
} from '../../../support/contracts/credit.js';
import { refusalOf } from '../../../support/contracts/ledger.js';
import { random16 } from '../../../support/contracts/people.js';

const OTHER = enterprise(2);

describe('contracts: credit, reads', () => {
  it('give a page of a subject’s entries, in order of id, and the next', async () => {
    const here = await creditCity();
    await publish(here, [entryInput(), entryInput(), entryInput()]);
    const first = await here.read<EntriesPage>('credit:page', { subject: FIRM, limit: 3 });
    const rest = await here.read<EntriesPage>('credit:page', {
      subject: FIRM,
      limit: 3,
      cursor: first.cursor,
    });
    const ids = [...first.items, ...rest.items].map(({ entry }) => entry);
    expect(ids).to.have.lengthOf(4);
    expect(ids).to.deep.equal([...ids].sort());
    expect(rest.cursor).to.equal(undefined);
  });

  it('say that nothing is known of a subject, or of an entry', async () => {
    const here = await creditCity();
    expect((await refusalOf(here.read('credit:entriesOf', { subject: OTHER }))).code).to.equal(
      'SUBJECT_UNKNOWN',
    );
    const nowhere = { subject: FIRM, entry: random16() };
    expect((await refusalOf(here.read('credit:publishableAt', nowhere))).code).to.equal('ENTRY_UNKNOWN');
  });

  it('tell of an instant before its publication what will come', async () => {
    const here = await creditCity();
    const place = await published(here, entryInput());
    const { sets, at } = await here.read<EntriesAnswer>('credit:entriesOf', { subject: FIRM, at: NOW - 1 });
    expect(at).to.equal(NOW - 1);
    const penalty = sets[0]!.entries.find(({ entry }) => entry === place.entry)!;
    expect(penalty.publication).to.include({ shown: false, reason: 'notYet', from: NOW });
  });
});
