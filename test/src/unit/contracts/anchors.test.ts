import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { canonicalize, type AnchoredStretch, type AnchorPage } from '@hanlian/chaincode/domain';
import { BANK, change, city, HOUSING, MARKET, type City } from '../../support/contracts/city.js';
import { type Committed, codeOf } from '../../support/contracts/ledger.js';
import { identityOf, random32 } from '../../support/contracts/people.js';

const stretch = (first: number, last: number, requester = HOUSING): AnchoredStretch => ({
  requester,
  first,
  last,
  head: random32(),
  calls: 1,
  refusals: 0,
});

describe('contracts: anchors of receipts', () => {
  let here: City;

  beforeEach(async () => {
    here = (await city()).fork();
  });

  const anchor = (
    n: number,
    stretches: readonly AnchoredStretch[],
    more: object = {},
    department = MARKET,
  ): Promise<Committed<unknown>> =>
    here.as(identityOf('BureauMSP', 'clerk', department), 'sharing:anchorReceipts', {
      ...change(),
      provider: MARKET,
      n,
      stretches,
      root: random32(),
      ...more,
    });

  it('go on where the last one of the pair ended, and tell the log their digest', async () => {
    await anchor(1, [stretch(1, 40), stretch(1, 3, BANK)]);
    const { events, writes } = await anchor(2, [stretch(41, 41)]);
    const key = `anchor~${MARKET}~000000002`;
    const root = createHash('sha256').update(writes.get(key)!).digest('base64url');
    expect(events).to.deep.equal([{ v: 1, type: 'sharing.anchorReceipts', count: 1, key, root }]);
    expect(canonicalize(here.ledger.record(key))).to.equal(writes.get(key));
    const page = await here.read<AnchorPage>('sharing:pageAnchors', { provider: MARKET, limit: 1 });
    expect(page.anchors.map(({ n }) => n)).to.deep.equal([1]);
    const rest = await here.read<AnchorPage>('sharing:pageAnchors', {
      provider: MARKET,
      limit: 2,
      cursor: page.cursor,
    });
    expect(rest.anchors.map(({ n, stretches }) => [n, stretches[0]!.last])).to.deep.equal([[2, 41]]);
    expect(rest).not.to.have.property('cursor');
  });

  it('leave no record out, and none in twice', async () => {
    await anchor(1, [stretch(1, 40)]);
    for (const [first, last] of [
      [42, 50],
      [40, 50],
      [1, 40],
      [41, 40],
    ] as const) {
      expect(await codeOf(anchor(2, [stretch(first, last)])), `${first}`).to.equal('ANCHOR_NOT_NEXT');
    }
    expect(await codeOf(anchor(2, [stretch(2, 3, BANK)]))).to.equal('ANCHOR_NOT_NEXT');
    expect(await codeOf(anchor(2, [stretch(41, 42), stretch(43, 44)]))).to.equal('FIELD_INVALID');
  });

  it('count no more queries, refusals and products than there are records', async () => {
    const counted = { ...stretch(1, 4), calls: 2, refusals: 3 };
    expect(await codeOf(anchor(1, [counted]))).to.equal('FIELD_INVALID');
    expect(await codeOf(anchor(1, [{ ...counted, refusals: 1, onward: 2 }]))).to.equal('FIELD_INVALID');
    await anchor(1, [{ ...counted, refusals: 1, onward: 1 }]);
  });

  it('leave no anchor out, and replace none', async () => {
    expect(await codeOf(anchor(2, [stretch(1, 2)]))).to.equal('ANCHOR_NOT_NEXT');
    const once = change();
    await anchor(1, [stretch(1, 2)], once);
    expect(await codeOf(anchor(1, [stretch(1, 2)], once))).to.equal('ALREADY_APPLIED');
    expect(await codeOf(anchor(1, [stretch(3, 4)]))).to.equal('STALE');
    // Who named the revision that stood wrote another anchor over it.
    expect(await codeOf(anchor(1, [stretch(3, 4)], change(0)))).to.equal('FIELD_UNKNOWN');
  });

  it("are the provider's own to make", async () => {
    expect(await codeOf(anchor(1, [stretch(1, 2)], {}, HOUSING))).to.equal('OTHER_DEPARTMENT');
  });
});
