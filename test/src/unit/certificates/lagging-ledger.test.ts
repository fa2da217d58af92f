import { verifyDocument, type VerificationContext } from '@hanlian/certificates';
import type { JsonValue } from '@hanlian/chaincode/domain';
import { expect } from 'chai';
import { SEALED_AT, world, type World } from '../../support/evidence.js';

// A permit verified at another organisation's hub in the second it was issued was denied there: its peer was a block
// behind.
describe('a copy of the ledger that may be behind, and has no record of a certificate', () => {
  const LAG = 60;
  let city: World;
  before(async () => {
    city = await world(1);
    city.views.clear();
  });

  const askedAt = async (at: number, lag?: number): Promise<unknown[]> => {
    const ledger = { ...city.context.ledger!, ...(lag !== undefined && { lag }) };
    const context: VerificationContext = { ...city.context, at, ledger };
    const { verdict, checks } = await verifyDocument(city.documents[0] as unknown as JsonValue, context);
    const codes = checks.filter(({ name }) => name === 'anchor' || name === 'status').map(({ code }) => code);
    return [verdict, ...new Set(codes)];
  };

  it('cannot tell of one that was sealed a moment ago', async () => {
    expect(await askedAt(SEALED_AT + LAG, LAG)).to.deep.equal(['UNKNOWN', 'LICENSE_NOT_YET_KNOWN']);
  });

  it('denies one that was sealed longer ago, or much later than it is now', async () => {
    for (const at of [SEALED_AT + LAG + 1, SEALED_AT - LAG - 1])
      expect(await askedAt(at, LAG)).to.deep.equal(['INVALID', 'LICENSE_UNKNOWN']);
  });

  it('denies at once where it is never behind', async () => {
    expect(await askedAt(SEALED_AT)).to.deep.equal(['INVALID', 'LICENSE_UNKNOWN']);
  });
});
