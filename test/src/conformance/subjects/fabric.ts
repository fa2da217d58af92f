import { connectionOptions, openFabricLedger, type Reader } from '@hanlian/gateway/ledger/fabric/index';
import type { Ledger } from '@hanlian/gateway/ledger/port';
import { findBinaries, type Network } from '@hanlian/network';
import type { Subject, Who } from '../types.js';

const ROLE: Readonly<Record<Who, string>> = { bureau: 'clerk', bank: 'officer', auditor: 'auditor' };
const CLIENT = 'conformance';

interface Member {
  readonly ledger: Ledger;
  readonly client: Reader;
}

async function member(network: Network, who: Who): Promise<Member> {
  const known = CLIENT in network.connection(who).identities;
  if (!known) await network.enrol(who, CLIENT, { role: ROLE[who], dept: '11350200004153' });
  const document = network.connection(who);
  const [options, asClient] = await Promise.all([
    connectionOptions(document, 'hub'),
    connectionOptions(document, CLIENT),
  ]);
  return { ledger: await openFabricLedger(options), client: asClient.reader };
}

/** A running network with the probe chaincode; its clients come from its own authorities. The network stays. */
export async function fabricSubject(network: Network): Promise<Subject> {
  const [bureau, bank, auditor] = await Promise.all([
    member(network, 'bureau'),
    member(network, 'bank'),
    member(network, 'auditor'),
  ]);
  const members: Readonly<Record<Who, Member>> = { bureau, bank, auditor };
  const { fabricVersion } = await findBinaries();
  return {
    name: `fabric ${fabricVersion}`,
    acknowledgesInOrder: false,
    ledger: (who) => members[who].ledger,
    identity: (who) => members[who].client.identity,
    sign: (who, message) => members[who].client.signer.sign(message),
    close: async () => {
      await Promise.all(Object.values(members).map(({ ledger }) => ledger.close()));
    },
  };
}
