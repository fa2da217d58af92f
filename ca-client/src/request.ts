import { createPrivateKey, webcrypto } from 'node:crypto';

import * as asn1js from 'asn1js';
import {
  AttributeTypeAndValue,
  Attribute,
  CertificationRequest,
  Extension,
  Extensions,
  GeneralName,
  GeneralNames,
} from 'pkijs';

const COMMON_NAME = '2.5.4.3';
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const P256 = { name: 'ECDSA', namedCurve: 'P-256' };
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;
/** Choices of GeneralName, RFC 5280 §4.2.1.6. */
const DNS_NAME = 2;
const IP_ADDRESS = 7;

/** A new P-256 private key, PKCS#8 in PEM: the form Fabric's processes and Node both read. */
export async function newPrivateKey(): Promise<string> {
  const { privateKey } = await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  return pem('PRIVATE KEY', await webcrypto.subtle.exportKey('pkcs8', privateKey));
}

/**
 * A PKCS#10 certification request (RFC 2986) in PEM for the key.
 *
 * @param hosts DNS names and IPv4 addresses the certificate shall be valid for.
 */
export async function certificationRequest(
  privateKey: string,
  commonName: string,
  hosts: readonly string[] = [],
): Promise<string> {
  const keys = await importPair(privateKey);
  const request = new CertificationRequest();
  request.subject.typesAndValues.push(
    new AttributeTypeAndValue({ type: COMMON_NAME, value: new asn1js.Utf8String({ value: commonName }) }),
  );
  await request.subjectPublicKeyInfo.importKey(keys.publicKey);
  // RFC 2986 wants the attributes even when there are none, and Go's parser insists.
  request.attributes = hosts.length > 0 ? [extensionRequest(hosts)] : [];
  await request.sign(keys.privateKey, 'SHA-256');
  return pem('CERTIFICATE REQUEST', request.toSchema().toBER());
}

async function importPair(
  privateKey: string,
): Promise<{ privateKey: webcrypto.CryptoKey; publicKey: webcrypto.CryptoKey }> {
  const jwk = createPrivateKey(privateKey).export({ format: 'jwk' });
  const publicJwk = { ...jwk, d: undefined };
  return {
    privateKey: await webcrypto.subtle.importKey('jwk', jwk, P256, true, ['sign']),
    publicKey: await webcrypto.subtle.importKey('jwk', publicJwk, P256, true, ['verify']),
  };
}

function extensionRequest(hosts: readonly string[]): Attribute {
  const names = new GeneralNames({ names: hosts.map(generalName) });
  const extension = new Extension({
    extnID: SUBJECT_ALTERNATIVE_NAME,
    extnValue: names.toSchema().toBER(),
  });
  return new Attribute({
    type: EXTENSION_REQUEST,
    values: [new Extensions({ extensions: [extension] }).toSchema()],
  });
}

function generalName(host: string): GeneralName {
  if (!IPV4.test(host)) return new GeneralName({ type: DNS_NAME, value: host });
  const octets = Uint8Array.from(host.split('.').map(Number));
  return new GeneralName({ type: IP_ADDRESS, value: new asn1js.OctetString({ valueHex: octets.buffer }) });
}

function pem(label: string, der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
