import { masked } from '@hanlian/gateway/services/licenses/sheet';
import { expect } from 'chai';

describe('what a sheet shows of a masked value', () => {
  it('keeps something back of every value, of one of a single character too', () => {
    const shown = ['女', '张三', '赵安宁', '420100199005200014'].map(masked);
    expect(shown).to.deep.equal(['*', '张*', '赵**', '4201************14']);
    expect(masked('')).to.equal('');
  });
});
