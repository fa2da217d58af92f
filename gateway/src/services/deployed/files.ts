import { isBatch, openFile, redact, withholdHolder, type EvidenceDocument } from '@hanlian/certificates';
import {
  parseCertificateIdentifier,
  type DeployedFile,
  type DownloadFileInput,
  type JsonObject,
  type KeptAccess,
  type VerifyFileInput,
} from '@hanlian/chaincode/domain';
import { sheetLink } from '../../sheet/code.js';
import { documentOf } from '../licenses/document.js';
import { sealedOfd } from '../licenses/ofd.js';
import type { LicenseParts } from '../licenses/parts.js';
import { printed } from '../licenses/pdf.js';
import type { Caller } from '../types.js';

/** The pseudo field that stands for the holders' names and numbers. */
const HOLDER = 'holder';

/**
 * A certificate's file with every field outside the mask withheld, in whatever form: what remains verifies as before.
 * @throws {HanlianError} as `documentOf` does; CHARACTER_NOT_PRINTABLE, SM2_SEAL_NEEDED, SEAL_KEY_NOT_LIVE
 */
export async function maskedFile(
  parts: LicenseParts,
  caller: Caller,
  access: KeptAccess,
  { certId, fileType = 'json' }: DownloadFileInput['data'],
): Promise<DeployedFile> {
  const document = masked((await documentOf(parts, caller, certId)) as unknown as EvidenceDocument, access);
  if (fileType === 'json') return { fileType, file: document as unknown as JsonObject };
  const bytes =
    fileType === 'pdf'
      ? await printed(parts, document, sheetLink(parts.publicUrl, document))
      : await sealedOfd(parts, document);
  return { fileType, file: Buffer.from(bytes).toString('base64') };
}

const masked = (document: EvidenceDocument, { fields }: KeptAccess): EvidenceDocument => {
  const withheld = document.fields.map(({ name }) => name).filter((name) => !fields.includes(name));
  const rest = redact(document, withheld);
  return fields.includes(HOLDER) ? rest : withholdHolder(rest);
};

/** The certificate that a file says it is of. */
interface About {
  readonly certificate?: string;
  readonly type?: string;
}

/**
 * What a file says before anything of it is believed. One that names no certificate is for verification to refuse; a
 * batch names none by itself.
 *
 * @throws {HanlianError} FILE_TOO_LARGE
 */
export async function aboutFile(file: VerifyFileInput['data']['file']): Promise<About> {
  if (typeof file !== 'string') return aboutId(file.id);
  const bytes = Buffer.from(file, 'base64');
  return isBatch(bytes) ? {} : aboutId((await openFile(bytes)).license);
}

const aboutId = (id: unknown): About => {
  const parsed = typeof id === 'string' ? parseCertificateIdentifier(id) : undefined;
  return parsed?.ok ? { certificate: id as string, type: parsed.type } : {};
};
