import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ecdsaSigner } from '@hanlian/certificates';
import { z } from 'zod';
import type { FabricLedgerOptions, PeerOptions, Reader } from './options.js';

const endpoint = z.object({
  name: z.string(),
  mspId: z.string(),
  endpoint: z.string(),
  tlsRootCert: z.string(),
  hostname: z.string(),
});

/** What a hub needs of the connection document that `network/` writes for each organisation; files by absolute path. */
const connection = z.object({
  version: z.literal(1),
  mspId: z.string(),
  channel: z.string(),
  chaincode: z.string(),
  peers: z.array(endpoint).min(1),
  /** Absent when certificates come from cryptogen. */
  ca: z.object({ name: z.string(), url: z.url(), tlsRootCert: z.string() }).optional(),
  identities: z.record(z.string(), z.object({ certificate: z.string(), privateKey: z.string() })),
});

export type Connection = z.infer<typeof connection>;

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly privateKey: string;
}

const text = (file: string): Promise<string> => readFile(file, 'utf8');

/** @throws {z.ZodError} when the parsed JSON is no connection document */
export const readConnection = (document: unknown): Connection => connection.parse(document);

/** Reads one of the identities that a connection document names. */
export async function identityOf({ identities }: Connection, name: string): Promise<KeyPair> {
  const files = identities[name];
  if (files === undefined) throw new Error(`The connection document names no identity ${name}`);
  const [certificate, privateKey] = await Promise.all([text(files.certificate), text(files.privateKey)]);
  return { certificate, privateKey };
}

async function peerOf({ tlsRootCert, ...peer }: z.infer<typeof endpoint>): Promise<PeerOptions> {
  return { ...peer, tlsRootCertificate: await text(tlsRootCert) };
}

async function readerOf(connection: Connection, name: string): Promise<Reader> {
  const { certificate, privateKey } = await identityOf(connection, name);
  const signer = ecdsaSigner(createPrivateKey(privateKey));
  return { identity: { mspId: connection.mspId, certificate }, signer };
}

/**
 * Reads the options of an organisation's ledger from its connection document (parsed JSON). `reader` names the
 * identity that the hub reads blocks with.
 *
 * @throws {z.ZodError} when it is no such document; Error when a file it names cannot be read
 */
export async function connectionOptions(document: unknown, reader: string): Promise<FabricLedgerOptions> {
  const read = readConnection(document);
  return {
    mspId: read.mspId,
    channel: read.channel,
    chaincode: read.chaincode,
    peers: await Promise.all(read.peers.map(peerOf)),
    reader: await readerOf(read, reader),
  };
}
