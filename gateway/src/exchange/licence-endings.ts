import { BUSINESS_LICENCE, type AuditEntry } from '@hanlian/chaincode/domain';

/** 吊销, 撤销, 注销: what a licence does not come back from. */
const ENDING: ReadonlySet<string> = new Set(['revoke', 'annul', 'deregister'].map((act) => `license.${act}`));

/** An act that ended a business licence. */
export type LicenceEnding = AuditEntry & { readonly certificate: string };

export const isLicenceEnding = (act: AuditEntry): act is LicenceEnding =>
  ENDING.has(act.operation) && act.certificate !== undefined && act.type === BUSINESS_LICENCE;
