import { HanlianError, type IssuerAnswer, type SealCertificateAnswer } from '@hanlian/chaincode/domain';
import type { Services } from '@hanlian/gateway/services/types';

const PEM = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n';
const NOON = '2026-11-20T04:00:00.000Z';

const ISSUER: IssuerAnswer = {
  id: 'es256-1',
  algorithm: 'ES256',
  current: true,
  since: NOON,
  certificate: PEM,
  root: PEM,
};
const CERTIFICATE: SealCertificateAnswer = {
  serial: '40aa',
  issuer: ISSUER.id,
  department: '11410800MB18523953',
  key: 'A'.repeat(43),
  certificate: PEM,
  notBefore: NOON,
  notAfter: NOON,
};
const written = { revision: 0, transactionId: 'tx-1' };

const known = (serial: string): void => {
  if (serial !== CERTIFICATE.serial) throw new HanlianError('NOT_FOUND', 'No such certificate');
};

/** The authority as the HTTP layer needs it: one issuer, one certificate. */
export const fakePki = (): Services['pki'] => ({
  issuers: () => Promise.resolve({ items: [ISSUER] }),
  chain: () => Promise.resolve(PEM + PEM),
  list: () => Promise.resolve(Uint8Array.of(0x30, 0x80, 0xff)),
  rootList: () => Promise.resolve(Uint8Array.of(0x30, 0x80, 0xff)),
  ocsp: () => Promise.resolve(Uint8Array.of(0x30, 3, 10, 1, 6)),
  get: async (serial) => {
    known(serial);
    return Promise.resolve(CERTIFICATE);
  },
  page: () => Promise.resolve({ items: [CERTIFICATE] }),
  enrol: () => Promise.resolve({ ...CERTIFICATE, ...written, chain: [PEM, PEM] }),
  renew: () => Promise.resolve({ ...CERTIFICATE, ...written, chain: [PEM, PEM] }),
  revoke: () => Promise.resolve({ ...written, revision: 1 }),
  revokeIssuer: () => Promise.resolve({ ...ISSUER, current: false }),
  rotate: () => Promise.resolve({ ...ISSUER, id: 'es256-2' }),
});
