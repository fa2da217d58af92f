import type { CertificateType, Department } from '@hanlian/chaincode/domain';
import type { Records } from '@hanlian/gateway/services/types';
import { DIGEST, ISSUER, NOON, RANDOM, TYPE } from './fake-parts.js';

const provenance = { revision: 0, intent: RANDOM, tx: DIGEST, txTime: NOON };
const TYPES: readonly CertificateType[] = ['001', '009', '011'].map((number) => ({
  v: 1,
  code: `11100000MB0143028R${number}`,
  name: { zh: `证照类型${number}`, en: `Type ${number}` },
  holderKinds: ['organisation'],
  fields: [
    {
      name: 'legalName',
      title: { zh: '名称', en: 'Name' },
      kind: 'text',
      required: true,
      sensitivity: 'public',
      maxLength: 200,
    },
  ],
  validity: { kind: 'open' },
  templateVersion: 1,
  twoPerson: false,
  provisional: true,
  renewalGraceDays: 0,
  since: 0,
  ...provenance,
}));
const DEPARTMENTS: readonly Department[] = [
  {
    v: 1,
    code: ISSUER,
    name: { zh: '某市市场监督管理局', en: 'Market regulation' },
    kind: 'department',
    mspId: 'BureauMSP',
    since: 0,
    ...provenance,
  },
];

const period = { since: 0 };
/** One record of each kind but types, of which there are three. */
export const RECORDS: { readonly [K in keyof Records]: readonly Records[K][] } = {
  department: DEPARTMENTS,
  type: TYPES,
  accreditation: [{ v: 1, department: ISSUER, type: TYPE, ...period, ...provenance }],
  sealKey: [{ v: 1, department: ISSUER, key: DIGEST, ...period, ...provenance }],
  officerKey: [
    { v: 1, department: ISSUER, officer: 'OFFICER1', publicKey: 'A'.repeat(122), ...period, ...provenance },
  ],
  holderKey: [
    {
      v: 1,
      id: DIGEST,
      holder: { kind: 'person', keyDigest: DIGEST },
      evidence: { kind: 'certificate', digest: DIGEST },
      boundBy: ISSUER,
      ...period,
      ...provenance,
    },
  ],
  agreement: [
    {
      v: 1,
      text: DIGEST,
      name: { zh: '协议', en: 'Agreement' },
      registeredBy: ISSUER,
      ...period,
      ...provenance,
    },
  ],
  ruleSet: [
    { v: 1, name: 'stop-days', since: 0, source: { zh: '规定', en: 'Rules' }, body: {}, ...provenance },
  ],
  calendar: [
    { v: 1, year: 2026, holidays: [], workdays: [], source: { zh: '通知', en: 'Notice' }, ...provenance },
  ],
};
