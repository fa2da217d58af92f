import { hash, X509Certificate, type KeyObject, type webcrypto } from 'node:crypto';
import { verifySignature, wrapDocuments } from '@govtechsg/open-attestation';
import { ObjectIdentifier, OctetString, UTCTime } from 'asn1js';
import {
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';
import type { Content } from '@hanlian/certificates';
import { timed, type Figures, type Row } from './row.js';

/** What others do with the same certificates and statements, in the same run. */
export const PEER_ROWS: readonly Row[] = [
  {
    id: 'peerWrap',
    work: 'OpenAttestation: documents wrapped',
    workload:
      'The same fields salted and hashed, one tree over all, its path in each; no seal, no second suite.',
    unit: '/s',
  },
  {
    id: 'peerCheck',
    work: 'OpenAttestation: documents verified',
    workload: 'Digest and path of each; no seal, no issuer, no status.',
    unit: '/s',
  },
  {
    id: 'peerSeal',
    work: 'pkijs: seals made',
    workload: 'A detached CMS over a short statement, by the same key.',
    unit: '/s',
  },
  {
    id: 'peerCheckSeal',
    work: 'pkijs: seals checked',
    workload: 'Each of them read and its signature checked.',
    unit: '/s',
  },
];

/** Enough for a rate: pkijs takes some milliseconds for each. */
const MOST_SEALS = 1000;

const DATA = '1.2.840.113549.1.7.1';
const SIGNED_DATA = '1.2.840.113549.1.7.2';

/** OpenAttestation 2.0 documents of the same contents, wrapped as one batch and each verified. */
export async function benchOpenAttestation(contents: readonly Content[]): Promise<Figures> {
  const issuers = [{ name: 'Bench', certificateStore: '0x0000000000000000000000000000000000000000' }];
  const inputs = contents.map(({ id, fields }) => ({
    id,
    issuers,
    ...Object.fromEntries(fields.map(({ name, value }) => [name, value])),
  }));
  let wrapped: ReturnType<typeof wrapDocuments> = [];
  const peerWrap = await timed(contents.length, () => Promise.resolve((wrapped = wrapDocuments(inputs))));
  const peerCheck = await timed(contents.length, () => {
    if (!wrapped.every((document) => verifySignature(document))) throw new Error('The peer’s document fails');
    return Promise.resolve();
  });
  return { peerWrap, peerCheck };
}

/** Seals of pkijs by a key and its certificate (PEM), and what it makes of them. */
export async function benchPkijs(
  privateKey: KeyObject,
  pem: string,
  at: Date,
  most: number,
): Promise<Figures> {
  const certificate = Certificate.fromBER(new Uint8Array(new X509Certificate(pem).raw));
  const bytes = new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' }));
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await crypto.subtle.importKey('pkcs8', bytes, algorithm, false, ['sign']);
  const count = Math.min(most, MOST_SEALS);
  const contents = Array.from({ length: count }, (_, index) =>
    new TextEncoder().encode(`statement ${index}`),
  );
  const seals: Uint8Array<ArrayBuffer>[] = [];
  const peerSeal = await timed(count, async () => {
    for (const content of contents) seals.push(await sealWith(key, certificate, content, at));
  });
  const peerCheckSeal = await timed(count, async () => {
    for (const [index, seal] of seals.entries()) {
      const signed = new SignedData({ schema: ContentInfo.fromBER(seal).content });
      const holds = await signed.verify({ signer: 0, data: contents[index]!.buffer });
      if (!holds) throw new Error('The peer’s seal does not hold');
    }
  });
  return { peerSeal, peerCheckSeal };
}

async function sealWith(
  key: webcrypto.CryptoKey,
  certificate: Certificate,
  content: Uint8Array<ArrayBuffer>,
  at: Date,
): Promise<Uint8Array<ArrayBuffer>> {
  const digest = new OctetString({ valueHex: new Uint8Array(hash('sha256', content, 'buffer')) });
  const attributes = [
    new Attribute({ type: '1.2.840.113549.1.9.3', values: [new ObjectIdentifier({ value: DATA })] }),
    new Attribute({ type: '1.2.840.113549.1.9.5', values: [new UTCTime({ valueDate: at })] }),
    new Attribute({ type: '1.2.840.113549.1.9.4', values: [digest] }),
  ];
  const { issuer, serialNumber } = certificate;
  const signed = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: DATA }),
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer, serialNumber }),
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes }),
      }),
    ],
    certificates: [certificate],
  });
  await signed.sign(key, 0, 'SHA-256', content.buffer);
  const info = new ContentInfo({ contentType: SIGNED_DATA, content: signed.toSchema(true) });
  return new Uint8Array(info.toSchema().toBER());
}
