import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { DEFAULT_TOPOLOGY, loadTopology, NetworkError, withPortOffset } from '@hanlian/network';
import { channelConfiguration } from '@hanlian/network/configuration/configtx';
import { Layout } from '@hanlian/network/layout';
import { topologyDigest } from '@hanlian/network/topology/load';
import { portsOf } from '@hanlian/network/topology/schema';

describe('the topology', () => {
  let folder: string;

  before(() => (folder = mkdtempSync(join(tmpdir(), 'hanlian-topology-'))));
  after(() => rmSync(folder, { recursive: true }));

  const refusal = (content: string): string => {
    const file = join(folder, 'topology.json');
    writeFileSync(file, content);
    try {
      loadTopology(file);
    } catch (error) {
      expect(error).to.be.instanceOf(NetworkError).and.include({ code: 'TOPOLOGY_INVALID', process: file });
      return (error as Error).message;
    }
    throw new Error('it was accepted');
  };
  const edited = (change: (topology: ReturnType<typeof loadTopology>) => void): string => {
    const topology = loadTopology();
    change(topology);
    return JSON.stringify(topology);
  };

  it('that ships has three organisations, each with a peer, an orderer and an authority', () => {
    const { organisations } = loadTopology(DEFAULT_TOPOLOGY);
    expect(organisations.map(({ mspId }) => mspId)).to.deep.equal(['BureauMSP', 'BankMSP', 'AuditorMSP']);
    for (const { peers, orderers } of organisations)
      expect([peers.length, orderers.length]).to.deep.equal([1, 1]);
  });

  it('moves every port by an offset, and no other number', () => {
    const topology = loadTopology();
    const moved = withPortOffset(topology, 1000);
    const ports = topology.organisations.flatMap(portsOf).map(({ port }) => port + 1000);
    expect(moved.organisations.flatMap(portsOf).map(({ port }) => port)).to.deep.equal(ports);
    expect(moved.ordering).to.deep.equal(topology.ordering);
  });

  it('names what is wrong: no JSON, an unknown field, a port given twice, a stranger in a collection', () => {
    expect(refusal('{')).to.include('JSON');
    expect(refusal(edited((topology) => Object.assign(topology, { colour: 'red' })))).to.include('colour');
    expect(
      refusal(edited(({ organisations }) => (organisations[1]!.ca.port = organisations[0]!.ca.port))),
    ).to.include('port 7054 is given to both ca.bureau and ca.bank');
    const stranger = edited(({ chaincodes }) => chaincodes[0]!.collections[0]!.members.push('post'));
    expect(refusal(stranger)).to.include('names post, which is no organisation');
    const reserved = edited(({ organisations }) => (organisations[0]!.identities[0]!.name = 'admin'));
    expect(refusal(reserved)).to.include('keeps for itself');
  });

  it('has another digest when the channel would be another, the same when only chaincode or identities differ', () => {
    const topology = loadTopology();
    const digest = topologyDigest(topology);
    expect(topologyDigest({ ...topology, chaincodes: [] })).to.equal(digest);
    expect(topologyDigest(withPortOffset(topology, 1))).not.to.equal(digest);
  });

  it('gives the channel one orderer of each organisation, and blocks only orderers may sign', () => {
    const text = JSON.stringify(channelConfiguration(loadTopology(), 'ca', new Layout('/run')));
    const { Profiles } = JSON.parse(text) as {
      Profiles: {
        Hanlian: { Orderer: { EtcdRaft: { Consenters: { Port: number }[] }; Organizations: Organization[] } };
      };
    };
    const { EtcdRaft, Organizations } = Profiles.Hanlian.Orderer;
    expect(EtcdRaft.Consenters.map(({ Port }) => Port)).to.deep.equal([6050, 6051, 6052]);
    expect(Organizations.map(({ Policies }) => Policies.Writers.Rule)).to.deep.equal([
      "OR('BureauMSP.orderer')",
      "OR('BankMSP.orderer')",
      "OR('AuditorMSP.orderer')",
    ]);
  });
});

interface Organization {
  readonly Policies: { readonly Writers: { readonly Rule: string } };
}
