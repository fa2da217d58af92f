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
  identities: z.record(z.string(), z.object({ certificate: z.string(), privateKey: z.string() })),
});

type Connection = z.infer<typeof connection>;

const text = (file: string): Promise<string> => readFile(file, 'utf8');

async function peerOf({ tlsRootCert, ...peer }: z.infer<typeof endpoint>): Promise<PeerOptions> {
  return { ...peer, tlsRootCertificate: await text(tlsRootCert) };
}

async function readerOf({ mspId, identities }: Connection, name: string): Promise<Reader> {
  const files = identities[name];
  if (files === undefined) throw new Error(`The connection document names no identity ${name}`);
  const [certificate, key] = await Promise.all([text(files.certificate), text(files.privateKey)]);
  return { identity: { mspId, certificate }, signer: ecdsaSigner(createPrivateKey(key)) };
}

/**
 * Reads the options of an organisation's ledger from its connection document (parsed JSON). `reader` names the
 * identity that the hub reads blocks with.
 *
 * @throws {z.ZodError} when it is no such document; Error when a file it names cannot be read
 */
export async function connectionOptions(document: unknown, reader: string): Promise<FabricLedgerOptions> {
  const read = connection.parse(document);
  return {
    mspId: read.mspId,
    channel: read.channel,
    chaincode: read.chaincode,
    peers: await Promise.all(read.peers.map(peerOf)),
    reader: await readerOf(read, reader),
  };
}
