import { createHash, randomBytes, sign, verify, X509Certificate, type KeyObject } from 'node:crypto';
import { SDJwtInstance } from '@sd-jwt/core';
import {
  drawSigner,
  issueSdJwt,
  presentSdJwt,
  type Credential,
  type Showing,
  type Signer,
  type VerificationContext,
} from '@hanlian/certificates';
import type { CertificateType, DerivedFact } from '@hanlian/chaincode/domain';
import { DAY, sampleContent, SEALED_AT, TYPE, world, type World } from './evidence.js';

export const FACTS: DerivedFact[] = [
  {
    name: 'over18',
    title: { zh: '已满十八周岁', en: 'Over 18' },
    kind: 'ageAtLeast',
    field: 'issuedOn',
    years: 18,
  },
  { name: 'rich', title: { zh: '资本', en: 'Capital' }, kind: 'amountAtLeast', field: 'grade', fen: '100' },
];

export const AUDIENCE = '91420100000000000X';
export const NONCE = 'nonce-0123456789';

/** A certificate of the sample world as an SD-JWT whose holder has a key. */
export interface SdJwtWorld {
  readonly city: World;
  readonly holder: Signer;
  readonly credential: Credential;
  readonly sdJwt: string;
  readonly context: VerificationContext;
  readonly present: (showing?: Partial<Showing>, holder?: Signer, sdJwt?: string) => Promise<string>;
}

export const sdJwtWorld = async (): Promise<SdJwtWorld> => {
  const city = await world(1);
  const { sealer, code } = city.department;
  const { id, holders, validity, fields } = sampleContent(code, '202600000000');
  const values: Record<string, string> = { issuedOn: '1990-01-01', grade: '100' };
  const holder = drawSigner('ES256');
  const credential: Credential = {
    type: { code: TYPE, revision: 0, facts: FACTS },
    id,
    holders,
    validity,
    fields: fields.map(({ name, value }) => ({ name, value: values[name] ?? value })),
    at: SEALED_AT,
    validOn: '2026-11-20',
    holderKey: holder.publicKey,
  };
  const sdJwt = await issueSdJwt(sealer, credential);
  return {
    city,
    holder,
    credential,
    sdJwt,
    context: { ...city.context, types: typesWithFacts(city), at: SEALED_AT + DAY },
    present: (showing = {}, by = holder, of = sdJwt) =>
      presentSdJwt(
        of,
        {
          names: ['grade', 'over18'],
          audience: AUDIENCE,
          nonce: NONCE,
          purpose: '办理开户',
          at: SEALED_AT + DAY,
          ...showing,
        },
        by,
      ),
  };
};

const typesWithFacts = ({ type }: World): VerificationContext['types'] => ({
  type: (code) =>
    Promise.resolve(
      code === TYPE
        ? ({ fields: type.fieldNames.map((name) => ({ name })), facts: FACTS } as CertificateType)
        : undefined,
    ),
});

/** `@sd-jwt/core` with one key for the issuer's part and one for the holder's. */
export const otherTool = (
  seal: KeyObject,
  certificate: string,
  holder?: KeyObject,
): SDJwtInstance<Record<string, unknown>> =>
  new SDJwtInstance({
    hashAlg: 'sha-256',
    hasher: (data) =>
      createHash('sha256')
        .update(Buffer.from(data as string))
        .digest(),
    saltGenerator: (length) => randomBytes(length).toString('base64url'),
    signAlg: 'ES256',
    signer: (data) => jws(data, seal),
    verifier: (data, signature) => isJws(data, signature, new X509Certificate(certificate).publicKey),
    ...(holder && {
      kbSignAlg: 'ES256',
      kbSigner: (data: string) => jws(data, holder),
      kbVerifier: (data: string, signature: string) => isJws(data, signature, holder),
    }),
  });

const jws = (data: string, key: KeyObject): string =>
  sign('sha256', Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');

const isJws = (data: string, signature: string, key: KeyObject): boolean =>
  verify(
    'sha256',
    Buffer.from(data),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
