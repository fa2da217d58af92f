import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, ecdsaSigner, type Authority, type Signer } from '@hanlian/certificates';
import { openEmbeddedLedger } from '@hanlian/gateway/ledger/embedded/index';
import type { Identity } from '@hanlian/gateway/ledger/port';
import type { Subject, Who } from '../types.js';

const MSP: Readonly<Record<Who, string>> = { bureau: 'BureauMSP', bank: 'BankMSP', auditor: 'AuditorMSP' };

const ROLE: Readonly<Record<Who, string>> = { bureau: 'clerk', bank: 'officer', auditor: 'auditor' };

/** The contract classes are CommonJS, as a peer's chaincode process loads them. */
const { contracts } = createRequire(import.meta.url)('@hanlian/conformance-chaincode') as {
  contracts: (new () => never)[];
};

interface Member {
  readonly authority: Authority;
  readonly identity: Identity;
  readonly signer: Signer;
}

const newKey = (): ReturnType<typeof generateKeyPairSync> =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' });

async function member(who: Who): Promise<Member> {
  const authority = await createAuthority({
    organization: MSP[who],
    signer: ecdsaSigner(newKey().privateKey),
  });
  const { privateKey, publicKey } = newKey();
  const certificate = await authority.issueIdentity({
    commonName: `client.${who}`,
    publicKey,
    kind: 'client',
    attributes: { role: ROLE[who], dept: '11350200004153' },
  });
  return { authority, identity: { mspId: MSP[who], certificate }, signer: ecdsaSigner(privateKey) };
}

/** The embedded ledger with the probe chaincode, in a folder of its own. */
export async function embeddedSubject(): Promise<Subject> {
  const members = {
    bureau: await member('bureau'),
    bank: await member('bank'),
    auditor: await member('auditor'),
  };
  const node = newKey();
  const folder = await mkdtemp(join(tmpdir(), 'hanlian-conformance-'));
  const host = await openEmbeddedLedger({
    path: join(folder, 'ledger'),
    channel: 'hanlian',
    chaincodes: [
      { name: 'probe', contracts, collections: [{ name: 'pair', members: [MSP.bureau, MSP.bank] }] },
    ],
    organisations: Object.values(members).map(({ authority, identity }) => ({
      mspId: identity.mspId,
      rootCertificates: [authority.certificate],
    })),
    node: {
      mspId: MSP.bureau,
      certificate: await members.bureau.authority.issueIdentity({
        commonName: 'node.bureau',
        publicKey: node.publicKey,
        kind: 'node',
        attributes: {},
      }),
      signer: ecdsaSigner(node.privateKey),
    },
  });
  return {
    name: 'embedded',
    acknowledgesInOrder: true,
    ledger: (who) => host.forOrganisation(MSP[who]),
    identity: (who) => members[who].identity,
    sign: (who, message) => Promise.resolve(members[who].signer.sign(message)),
    close: async () => {
      await host.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
