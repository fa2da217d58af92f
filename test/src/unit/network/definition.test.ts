import { productChaincode } from '@hanlian/gateway/ground/chaincode';
import { loadTopology } from '@hanlian/network';
import { expect } from 'chai';

describe("the product's chaincode", () => {
  it('is defined alike on the embedded ledger and on Fabric: policy, collections, members', () => {
    const { chaincodes, organisations } = loadTopology();
    const [{ name, policy, collections } = { name: '', policy: '', collections: [] }] = chaincodes;
    const mspOf = (member: string): string => organisations.find((each) => each.name === member)?.mspId ?? '';
    expect({ name, policy }).to.deep.equal({ name: productChaincode.name, policy: productChaincode.policy });
    expect(
      collections.map(({ name: collection, members, policy: endorsementPolicy }) => ({
        name: collection,
        members: members.map(mspOf),
        endorsementPolicy,
      })),
    ).to.deep.equal(productChaincode.collections);
  });
});
