import { formatCertificateIdentifier } from '@hanlian/chaincode/domain';
import type { DeployedCert, InterfaceAccess, InterfaceUse } from '@hanlian/chaincode/domain';
import { ISSUER, later, Once, pageOf, TYPE } from './fake-parts.js';
import type { Services } from '@hanlian/gateway/services/types';

const RELEASED = { status: '0', message: 'OK', accessRecord: '20261120~000000001' } as const;
const CERT: DeployedCert = {
  certId: formatCertificateIdentifier({ type: TYPE, issuer: ISSUER, serial: '2026000001', version: '001' }),
  certTypeCode: TYPE,
  certNo: '2026000001',
  issuerCode: ISSUER,
  status: 'valid',
  effectiveDate: '2026-11-20T00:00:00+08:00',
  expiringDate: null,
};
const ACCESS: InterfaceAccess = {
  department: ISSUER,
  interfaces: ['queryCert'],
  types: [TYPE],
  fields: [],
  dailyQuota: 10,
  since: '2026-01-01T00:00:00Z',
  until: '2027-01-01T00:00:00Z',
  addresses: ['127.0.0.1'],
  usedToday: 1,
};
const USE: InterfaceUse = {
  id: RELEASED.accessRecord,
  at: '2026-11-20T04:00:00Z',
  department: ISSUER,
  caller: 'clerk',
  interface: 'queryCert',
  useCause: '核验',
  outcome: 'released',
};

/** The interfaces that departments called before, and who may. */
export const fakeDeployed = (once: Once): Pick<Services, 'deployed' | 'interfaces'> => ({
  deployed: {
    queryCert: () => Promise.resolve({ head: RELEASED, data: { certs: [CERT] } }),
    queryCertInfo: () => Promise.resolve({ head: RELEASED, data: { ...CERT, fields: {} } }),
    queryCertInfoByHolderCode: () =>
      Promise.resolve({ head: RELEASED, data: { certs: [{ ...CERT, fields: {} }] } }),
    downloadFile: () => Promise.resolve({ head: RELEASED, data: { fileType: 'json', file: {} } }),
    verifyCertInfo: () => Promise.resolve({ head: RELEASED, data: { verdict: 'UNKNOWN', checks: [] } }),
    verifyFile: () => Promise.resolve({ head: RELEASED, data: { verdict: 'UNKNOWN', checks: [] } }),
  },
  interfaces: {
    get: (_caller, department) => Promise.resolve({ ...ACCESS, department }),
    put: (caller, department, input, key) =>
      later(() => once.do(caller, key, () => ({ ...input, department, usedToday: 0 }))),
    uses: (_caller, { limit }) => Promise.resolve(pageOf([USE], limit)),
  },
});
