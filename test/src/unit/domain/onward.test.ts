import { expect } from 'chai';
import {
  barToOnward,
  CLOCK_TOLERANCE,
  faultOfProduct,
  type Grant,
  type Negative,
  type OnwardAsked,
  type ReleasedToOperator,
} from '@hanlian/chaincode/domain';
import { omit } from '@hanlian/gateway/omit';

const AT = 1_790_000_000;
const [OPERATOR, RECIPIENT, OTHER] = ['91110000600037341L', '11420100010000000X', '11420100MB1959370N'];

const grant = {
  state: 'granted',
  since: AT,
  until: AT + 100,
  recipients: [OPERATOR],
  onwardRecipients: [RECIPIENT],
  resource: '307013/1',
  fields: ['name', 'address'],
  purpose: '企业信用产品',
  matter: '公共数据产品开发',
} as unknown as Grant;
const asked: OnwardAsked = { operator: OPERATOR, recipient: RECIPIENT, fields: ['name', 'address.street'] };

describe('products that operators hand on', () => {
  const bar = (
    over: Partial<Grant> = {},
    more: Partial<OnwardAsked> = {},
    ...rest: [number?, object?]
  ): unknown => barToOnward({ ...grant, ...over }, { ...asked, ...more }, rest[0] ?? AT, rest[1]);

  it('go to recipients that the grant names, and to nobody else', () => {
    expect(bar()).to.equal(undefined);
    const unnamed = { code: 'GRANT_NOT_ONWARD', field: 'recipient' };
    expect(bar({}, { recipient: OTHER })).to.deep.equal(unnamed);
    expect(bar({}, { recipient: OPERATOR })).to.deep.equal(unnamed);
    expect(barToOnward(omit(grant, 'onwardRecipients'), asked, AT)).to.deep.equal(unnamed);
  });

  it('are handed on only while, and as far as, the same could be released to the operator', () => {
    expect(bar({ state: 'paused' })).to.deep.equal({ code: 'GRANT_PAUSED' });
    expect(bar({ state: 'withdrawn' })).to.deep.equal({ code: 'GRANT_WITHDRAWN' });
    expect(bar({}, {}, AT - 1)).to.deep.equal({ code: 'GRANT_NOT_BEGUN' });
    expect(bar({}, {}, AT + 100)).to.deep.equal({ code: 'GRANT_EXPIRED' });
    expect(bar({}, { operator: OTHER })).to.deep.equal({ code: 'GRANT_OF_ANOTHER', field: 'recipient' });
    expect(bar({}, { fields: ['owner'] })).to.deep.equal({ code: 'GRANT_NOT_COVERED', field: 'fields' });
    const negatives = [{ resource: grant.resource, until: '2099-12-31' } as Negative];
    expect(bar({}, {}, AT, { negatives })).to.deep.equal({ code: 'GRANT_KEPT_BACK', field: 'fields' });
  });

  it('are made of what was released to their operator under that grant, by then', () => {
    const made = { provider: OPERATOR, grant: 'G', fields: ['name', 'address.street'], at: AT };
    const release = (over: Partial<ReleasedToOperator> = {}): ReleasedToOperator => ({
      requester: OPERATOR,
      grant: 'G',
      fields: ['name'],
      at: AT,
      ...over,
    });
    const address = release({ fields: ['address'] });
    expect(faultOfProduct(made, [release(), address])).to.equal(undefined);
    expect(faultOfProduct(made, [release()])).to.equal('fields');
    expect(faultOfProduct(made, [release(), address, release({ grant: 'H' })])).to.equal('release');
    expect(faultOfProduct(made, [release(), address, release({ requester: OTHER })])).to.equal('release');
    const later = (at: number): unknown => faultOfProduct(made, [release(), { ...address, at }]);
    expect(later(AT + CLOCK_TOLERANCE)).to.equal(undefined);
    expect(later(AT + CLOCK_TOLERANCE + 1)).to.equal('time');
  });
});
