import { ECDH, hash } from 'node:crypto';
import { parseCertificateIdentifier } from '@hanlian/chaincode/domain';
import { organizationCodeOf } from '../authority/names.js';
import { readCertificate } from '../seal/certificate.js';
import {
  CURVE,
  ROOT,
  type CompactDisclosure,
  type CompactForm,
  type CompactPlace,
  type CompactHidden,
  type CompactDisclosed,
} from './compact-form.js';
import { malformed, SdJwtFault } from './fault.js';
import { digestOf } from './issue.js';
import { readJwt } from './jws.js';
import { readBinding } from './key-binding.js';
import { readDisclosure, readSdJwt, type ReadSdJwt } from './read.js';

/** A presentation in its compact form. Throws SdJwtFault. */
export const folded = (presentation: string): CompactForm => {
  const read = readSdJwt(presentation);
  const { payload: proof } = readBinding(read);
  const { license, typeRevision, iat, nbf, exp = null } = read.payload;
  const identifier = parseCertificateIdentifier(license);
  if (!identifier.ok) throw malformed('license');
  const own = read.certificates[0] as Buffer;
  const sealedBy = organizationCodeOf(readCertificate(own)) ?? null;
  return [
    hash('sha256', own, 'buffer'),
    sealedBy === identifier.issuer ? null : sealedBy,
    license.slice(ROOT.length),
    typeRevision,
    [iat, nbf, exp],
    pointOf(read),
    placeOf(read, identifier.issuer),
    hiddenIn(read),
    disclosedIn(read),
    read.jwt.signature,
    [proof.iat, proof.exp - proof.iat, proof.aud, proof.nonce, proof.purpose],
    readJwt(read.keyBinding as string, 'keyBinding').signature,
  ];
};

const pointOf = ({ payload: { cnf } }: ReadSdJwt): Uint8Array => {
  if (cnf === undefined) throw new SdJwtFault('HOLDER_KEY_MISSING', 'No holder key');
  const point = Buffer.concat([
    Buffer.of(4),
    Buffer.from(cnf.jwk.x, 'base64url'),
    Buffer.from(cnf.jwk.y, 'base64url'),
  ]);
  return ECDH.convertKey(point, CURVE, undefined, undefined, 'compressed') as Buffer;
};

const placeOf = ({ place }: ReadSdJwt, issuer: string): CompactPlace | null => {
  if (place === undefined) return null;
  const { publicUrl = null, department, list, index } = place;
  return [publicUrl, department === issuer ? null : department, list, index];
};

const disclosuresIn = ({ shown }: ReadSdJwt): readonly string[] => shown.split('~').slice(1, -1);

/** The digests of what is kept back, of each part. */
const hiddenIn = (read: ReadSdJwt): CompactHidden => {
  const shown = new Set(disclosuresIn(read).map(digestOf));
  const hidden = (digests: readonly string[]): Buffer =>
    Buffer.concat(digests.filter((each) => !shown.has(each)).map((each) => Buffer.from(each, 'base64url')));
  const { _sd, fields, facts } = read.payload;
  return [hidden(_sd), hidden(fields._sd), facts ? hidden(facts._sd) : null];
};

const disclosedIn = (read: ReadSdJwt): CompactDisclosed => {
  const { _sd, fields, facts } = read.payload;
  const under = (digests: readonly string[]): CompactDisclosure[] =>
    disclosuresIn(read)
      .filter((each) => digests.includes(digestOf(each)))
      .map(readDisclosure)
      .map(({ salt, name, value }) => [Buffer.from(salt, 'base64url'), name, value]);
  return [under(_sd), under(fields._sd), under(facts?._sd ?? [])];
};
