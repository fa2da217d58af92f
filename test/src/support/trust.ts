import { X509Certificate } from 'node:crypto';
import { TRUST_FORMAT, type TrustBundle } from '@hanlian/certificates';
import type { CertificateType } from '@hanlian/chaincode/domain';
import { DAY, random16, SEALED_AT, TYPE, type World } from './evidence.js';

const provenance = (): Pick<CertificateType, 'revision' | 'intent' | 'tx' | 'txTime'> => ({
  revision: 0,
  intent: random16(),
  tx: 'A'.repeat(43),
  txTime: SEALED_AT - 9 * DAY,
});
const since = SEALED_AT - 9 * DAY;

/** A trust file about the world of a test, as a hub would hand it out. */
export const trustIn = (city: World, stampRoots: readonly string[] = []): TrustBundle => {
  const { code } = city.department;
  const type: CertificateType = {
    v: 1,
    code: TYPE,
    name: { zh: '测试资格', en: 'Test qualification' },
    holderKinds: city.type.holderKinds,
    fields: city.type.fieldNames.map((name) => ({
      name,
      title: { zh: name, en: name },
      kind: 'text',
      required: false,
      sensitivity: 'public',
      maxLength: 200,
    })),
    validity: { kind: 'range' },
    templateVersion: 1,
    twoPerson: false,
    provisional: true,
    renewalGraceDays: 0,
    since,
    ...provenance(),
  };
  return {
    v: TRUST_FORMAT,
    madeAt: SEALED_AT,
    departments: [
      {
        v: 1,
        code,
        name: { zh: '测试部门', en: 'Test department' },
        kind: 'department',
        mspId: 'BureauMSP',
        since,
        ...provenance(),
      },
    ],
    types: [type],
    accreditations: [{ v: 1, department: code, type: TYPE, since, ...provenance() }],
    sealKeys: [...city.sealKeys].map(([name, facts]) => {
      const [department, key] = name.split(' ') as [string, string];
      return { v: 1, department, key, ...facts, ...provenance() };
    }),
    stampRoots: stampRoots.map((pem) => new X509Certificate(pem).raw.toString('base64')),
  };
};
