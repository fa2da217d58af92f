import type { EvidenceDocument } from '@hanlian/certificates';
import {
  HanlianError,
  type DeployedCert,
  type DeployedCertInfo,
  type ErrorCode,
  type KeptAccess,
  type LicenseAnswer,
  type QueryByHolderInput,
  type QueryCertInput,
} from '@hanlian/chaincode/domain';
import { documentOf, isInCharge } from '../licenses/document.js';
import { listLicenses } from '../licenses/list.js';
import type { LicenseParts } from '../licenses/parts.js';
import { getLicense } from '../licenses/read.js';
import { documentName } from '../licenses/stored.js';
import type { Caller } from '../types.js';

const IDENTIFIER_ROOT = '1.2.156.3005.2';
const MOST_HELD = 100;

/** The versions of a certificate by its number. Of a type natural persons may hold, to the department in charge alone. */
export async function certsByNumber(
  parts: LicenseParts,
  { department }: Caller,
  { certTypeCode: type, certNo: serial, issuerCode: issuer = department }: QueryCertInput['data'],
): Promise<{ certs: DeployedCert[] }> {
  const isPersonal = parts.registry.type(type).holderKinds.includes('person');
  if (isPersonal && !isInCharge(parts, issuer, department)) return { certs: [] };
  const { items } = await listLicenses(parts, { type, issuer, serial, limit: MOST_HELD });
  return { certs: items.filter((license) => license.serial === serial).map(certOf) };
}

/** One certificate with the fields the organisation may see; to the department in charge alone. */
export async function certInfo(
  parts: LicenseParts,
  caller: Caller,
  access: KeptAccess,
  id: string,
): Promise<DeployedCertInfo> {
  const document = (await documentOf(parts, caller, id)) as unknown as EvidenceDocument;
  const license = await getLicense(parts, id);
  const shown = document.fields.flatMap((field): [string, string | null][] =>
    'value' in field && access.fields.includes(field.name) ? [[field.name, field.value]] : [],
  );
  return { ...certOf(license), fields: Object.fromEntries(shown) };
}

/** A holder's certificates of one type, as far as the caller's department is in charge of them. */
export async function certsByHolder(
  parts: LicenseParts,
  caller: Caller,
  access: KeptAccess,
  { certTypeCode, holderTypeCode: typeCode, holderCode: code }: QueryByHolderInput['data'],
): Promise<{ certs: DeployedCertInfo[] }> {
  const certs: DeployedCertInfo[] = [];
  for await (const name of parts.documents.heldBy(
    { typeCode, code },
    `${IDENTIFIER_ROOT}.${certTypeCode}.`,
  )) {
    const found = await standing(parts, caller, access, name);
    if (found !== undefined) certs.push(found);
    if (certs.length === MOST_HELD) break;
  }
  return { certs };
}

/** What is kept of a batch the ledger refused, what was erased and what is another's is not there. */
const ABSENT: readonly ErrorCode[] = ['NOT_FOUND', 'DOCUMENT_ERASED'];

async function standing(
  parts: LicenseParts,
  caller: Caller,
  access: KeptAccess,
  name: string,
): Promise<DeployedCertInfo | undefined> {
  const [id = ''] = name.split('/');
  try {
    const { batch } = await getLicense(parts, id);
    return documentName(id, batch) === name ? await certInfo(parts, caller, access, id) : undefined;
  } catch (error) {
    if (error instanceof HanlianError && ABSENT.includes(error.code)) return undefined;
    throw error;
  }
}

const certOf = (license: LicenseAnswer): DeployedCert => ({
  certId: license.id,
  certTypeCode: license.type,
  certNo: license.serial,
  issuerCode: license.issuer,
  status: license.standing,
  effectiveDate: license.effectiveFrom,
  expiringDate: license.effectiveTo,
});
