import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ecdsaSigner } from '@hanlian/certificates';
import { productChaincode } from '@hanlian/gateway/ground/chaincode';
import { openEmbeddedLedger } from '@hanlian/gateway/ledger/embedded/index';
import { connectionOptions, openFabricLedger } from '@hanlian/gateway/ledger/fabric/index';
import type { Ledger } from '@hanlian/gateway/ledger/port';
import { loadTopology, type StartedNetwork } from '@hanlian/network';
import { authorityOf, identityOf, madeOf } from '../contracts/people.js';
import { clerkOf, OFFICE } from '../contracts/sharing.js';
import type { Course } from './race.js';
import type { Asking } from './port-ledger.js';

const ORGANISATIONS = { BureauMSP: 'bureau', BankMSP: 'bank', AuditorMSP: 'auditor' } as const;

/** The embedded ledger in a folder of its own; whoever opens it closes it. */
export async function embeddedCourse(): Promise<Course & { close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'race-'));
  const node = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const bureau = await authorityOf('BureauMSP');
  const certificate = await bureau.issueIdentity({
    commonName: 'node',
    publicKey: node.publicKey,
    kind: 'node',
    attributes: {},
  });
  const host = await openEmbeddedLedger({
    path: join(folder, 'ledger'),
    channel: 'city',
    chaincodes: [productChaincode],
    organisations: await Promise.all(
      Object.keys(ORGANISATIONS).map(async (mspId) => ({
        mspId,
        rootCertificates: [(await authorityOf(mspId)).certificate],
      })),
    ),
    node: { mspId: 'BureauMSP', certificate, signer: ecdsaSigner(node.privateKey) },
  });
  return {
    chaincode: productChaincode.name,
    ledger: host.forOrganisation('BureauMSP'),
    asking: (identity) => {
      const signer = ecdsaSigner(madeOf(identity).key);
      const ledger = host.forOrganisation(identity.mspId);
      return Promise.resolve({ ledger, identity, sign: (message) => signer.sign(message) });
    },
    reach: async () => {
      const identity = await clerkOf(OFFICE);
      const key = madeOf(identity).key.export({ format: 'pem', type: 'pkcs8' }).toString();
      return { kind: 'parent', ...identity, key };
    },
    close: async () => {
      await host.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The product's chaincode on a real network, under a name of its own: what others register there is not in its way. */
export async function fabricCourse(
  network: StartedNetwork,
  chaincode: string,
): Promise<Course & { close(): Promise<void> }> {
  const [product] = loadTopology().chaincodes;
  await network.deploy({ ...product!, name: chaincode });
  const ledgers = new Map<string, Ledger>();
  const asked = new Map<string, Promise<Asking>>();
  const enrolled = async (mspId: keyof typeof ORGANISATIONS, attributes: object): Promise<string> => {
    const id = `${chaincode}-${Object.values(attributes).join('-').toLowerCase()}`;
    await network.enrol(ORGANISATIONS[mspId], id, { ...attributes });
    return id;
  };
  const open = async (mspId: keyof typeof ORGANISATIONS, attributes: object): Promise<Asking> => {
    const organisation = ORGANISATIONS[mspId];
    const id = await enrolled(mspId, attributes);
    const options = await connectionOptions(network.connection(organisation), id);
    const ledger = ledgers.get(mspId) ?? (await openFabricLedger(options));
    ledgers.set(mspId, ledger);
    const { identity, signer } = options.reader;
    return { ledger, identity, sign: (message) => signer.sign(message) };
  };
  const clerk = { role: 'clerk', dept: OFFICE };
  return {
    chaincode,
    asking: (identity) => {
      const { attributes } = madeOf(identity);
      const name = `${identity.mspId} ${JSON.stringify(attributes)}`;
      const asking = asked.get(name) ?? open(identity.mspId as keyof typeof ORGANISATIONS, attributes);
      asked.set(name, asking);
      return asking;
    },
    reach: async () => {
      await identityOf('BureauMSP', 'clerk', OFFICE);
      const connection = network.connection('bureau');
      return {
        kind: 'fabric',
        connection,
        identity: `${chaincode}-${Object.values(clerk).join('-').toLowerCase()}`,
      };
    },
    close: async () => {
      await Promise.all([...ledgers.values()].map((ledger) => ledger.close()));
    },
  };
}
