import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, ecdsaSigner, type Authority, type Signer } from '@hanlian/certificates';
import {
  openEmbeddedLedger,
  type EmbeddedLedger,
  type EmbeddedLedgerOptions,
} from '@hanlian/gateway/ledger/embedded/index';
import type {
  Commit,
  Endorsed,
  Identity,
  Ledger,
  TransactionRequest,
  Unsigned,
} from '@hanlian/gateway/ledger/port';
import { Probe } from './probe.js';

/** Someone who signs: an identity and its key. */
export interface Actor {
  readonly identity: Identity;
  readonly signer: Signer;
  readonly privateKey: KeyObject;
}

/** An organisation made for a test: its authority, one client and one node. */
export interface Organisation {
  readonly mspId: string;
  readonly authority: Authority;
  readonly client: Actor;
  readonly node: Actor;
}

async function actor(mspId: string, authority: Authority, kind: 'client' | 'node'): Promise<Actor> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = await authority.issueIdentity({
    commonName: `${kind}.${mspId}`,
    publicKey,
    kind,
    attributes: { role: 'clerk', dept: '11350200004153' },
  });
  return { identity: { mspId, certificate }, signer: ecdsaSigner(privateKey), privateKey };
}

export async function makeOrganisation(mspId: string): Promise<Organisation> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const authority = await createAuthority({ organization: mspId, signer: ecdsaSigner(privateKey) });
  return {
    mspId,
    authority,
    client: await actor(mspId, authority, 'client'),
    node: await actor(mspId, authority, 'node'),
  };
}

/** Bureau, bank and auditor; collection `pair` belongs to the first two. */
export interface World {
  readonly bureau: Organisation;
  readonly bank: Organisation;
  readonly auditor: Organisation;
  readonly folder: string;
  readonly options: EmbeddedLedgerOptions;
  open(more?: Partial<EmbeddedLedgerOptions>): Promise<EmbeddedLedger>;
  /** Removes the folder. */
  remove(): Promise<void>;
}

export async function makeWorld(): Promise<World> {
  const [bureau, bank, auditor] = await Promise.all(
    ['BureauMSP', 'BankMSP', 'AuditorMSP'].map(makeOrganisation),
  );
  if (!bureau || !bank || !auditor) throw new Error('three organisations are made');
  const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  const options: EmbeddedLedgerOptions = {
    path: join(folder, 'ledger'),
    channel: 'city',
    chaincodes: [
      {
        name: 'probe',
        contracts: [Probe],
        collections: [
          { name: 'pair', members: ['BureauMSP', 'BankMSP'] },
          { name: 'brief', members: ['BureauMSP', 'BankMSP'], blockToLive: 2 },
        ],
      },
      { name: 'other', contracts: [Probe] },
    ],
    organisations: [bureau, bank, auditor].map(({ mspId, authority }) => ({
      mspId,
      rootCertificates: [authority.certificate],
    })),
    node: {
      ...bureau.node.identity,
      signer: bureau.node.signer,
    },
  };
  return {
    bureau,
    bank,
    auditor,
    folder,
    options,
    open: (more = {}) => openEmbeddedLedger({ ...options, ...more }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export async function signed(actor: Actor, unsigned: Unsigned): Promise<Uint8Array> {
  return actor.signer.sign(unsigned.message);
}

export async function endorse(ledger: Ledger, actor: Actor, request: TransactionRequest): Promise<Endorsed> {
  const proposal = await ledger.propose(actor.identity, request);
  return ledger.endorse(proposal.bytes, await signed(actor, proposal));
}

export async function commit(ledger: Ledger, actor: Actor, request: TransactionRequest): Promise<Commit> {
  const endorsed = await endorse(ledger, actor, request);
  await ledger.submit(endorsed.bytes, await signed(actor, endorsed));
  return ledger.status(endorsed.transactionId);
}

export async function evaluate(ledger: Ledger, actor: Actor, request: TransactionRequest): Promise<string> {
  const proposal = await ledger.propose(actor.identity, request);
  return ledger.evaluate(proposal.bytes, await signed(actor, proposal));
}

/** A call of the probe. */
export const call = (name: string, ...args: string[]): TransactionRequest => ({
  function: `Probe:${name}`,
  arguments: args,
});
