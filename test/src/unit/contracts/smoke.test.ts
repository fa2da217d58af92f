import { expect } from 'chai';
import type { StateAnswer } from '@hanlian/chaincode/domain';
import { actOn, makeLeaf, openRequest, seal } from '../../support/contracts/batches.js';
import { city, MARKET, NOW, PERMIT } from '../../support/contracts/city.js';

describe('contracts: smoke', () => {
  it('issues, suspends and tells the state', async () => {
    const here = await city();
    const leaf = makeLeaf();
    const issued = await here.clerk('openBatch', openRequest(seal([leaf])));
    expect(issued.answer.count).to.equal(1);
    const reference = { type: PERMIT, issuer: MARKET, serial: leaf.serial, version: '001' };
    const suspended = await here.clerk('suspend', actOn('suspend', reference));
    expect(suspended.answer.state).to.equal('02');
    const state = await here.read<StateAnswer>('license:stateAt', { ...reference, effectiveAt: NOW });
    expect(state.standing).to.equal('suspended');
  });
});
