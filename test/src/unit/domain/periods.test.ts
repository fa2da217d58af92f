import { newestAt } from '@hanlian/chaincode/domain';
import { expect } from 'chai';

describe('what holds until the next of its kind', () => {
  const forms = [{ since: 100 }, { since: 200 }, { since: 300 }];

  it('is the newest that had begun, from its first instant on', () => {
    const sinces = [100, 199, 200, 299, 300, 9999].map((at) => newestAt(forms, at)?.since);
    expect(sinces).to.deep.equal([100, 100, 200, 200, 300, 300]);
  });

  it('is none before the first', () => {
    expect(newestAt(forms, 99)).to.equal(undefined);
  });
});
