import { hash } from 'node:crypto';
import { MAX_REPORT_BYTES } from '../../report/schema.js';
import { ATTACHMENT_NAME, EVIDENCE_DIGEST, SUBFILTER } from '../profile.js';
import { malformed, PdfError } from './fault.js';
import { PdfStructure } from './structure.js';
import { isDict, PdfName, PdfString, type PdfDict, type PdfValue } from './values.js';

/** The PDF of a certificate or a credit report taken apart; nothing is known yet of its signature. */
export interface OpenedPdf {
  /** The attached evidence document or credit report, JSON. */
  readonly evidence: Buffer;
  /** Whether the attachment is the one the catalogue tells the digest of. */
  readonly isOwnEvidence: boolean;
  /** Of which certificate or report the pages are. */
  readonly identifier: string;
  /** CMS SignedData in DER. */
  readonly signature: Buffer;
  /** When the signer says it signed. */
  readonly signedAt: Date;
  /** What the signature covers. */
  readonly content: Buffer;
}

const RANGES = /\/ByteRange\s*\[([^\]]{0,64})\]/g;
const UPDATE = /startxref/g;
const NUMBERS = /^\s*([0-9]{1,10})\s+([0-9]{1,10})\s+([0-9]{1,10})\s+([0-9]{1,10})\s*$/;
const DATE = /^D:([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})Z$/;

/** Takes a PDF apart. @throws {PdfError} what keeps it from being a certificate's PDF as it was signed */
export const openPdf = (bytes: Buffer): OpenedPdf => {
  requireUntouched(bytes);
  const pdf = new PdfStructure(bytes);
  const signature = onlySignature(pdf);
  const contents = stringIn(signature, 'Contents');
  requireWholeRange(signature.get('ByteRange'), contents, bytes.length);
  const evidence = attachmentOf(pdf);
  const digest = stringIn(pdf.catalogue, EVIDENCE_DIGEST).bytes;
  return {
    evidence,
    isOwnEvidence: hash('sha256', evidence, 'buffer').equals(digest),
    identifier: stringIn(pdf.info, 'Subject').bytes.toString('latin1'),
    signature: derOf(contents.bytes),
    signedAt: dateOf(stringIn(signature, 'M').bytes.toString('latin1')),
    content: Buffer.concat([bytes.subarray(0, contents.start), bytes.subarray(contents.end)]),
  };
};

/** The attachment of a file whose signature may be anything; undefined where none can be read. */
export const evidenceIn = (bytes: Buffer): Buffer | undefined => {
  try {
    return attachmentOf(new PdfStructure(bytes));
  } catch (error) {
    if (error instanceof PdfError) return undefined;
    throw error;
  }
};

/** What was done to a file behind its signature shows without reading it: that is said before any other fault. */
const requireUntouched = (bytes: Buffer): void => {
  const text = bytes.toString('latin1');
  const ranges = [...text.matchAll(RANGES)];
  const [range] = ranges;
  if (!range) throw new PdfError('PDF_UNSIGNED', 'No signature');
  if (ranges.length > 1) throw new PdfError('PDF_SIGNATURES_MANY', `${ranges.length} signatures`);
  const [, , , start, length] = NUMBERS.exec(range[1] as string) ?? [];
  const end = Number(start) + Number(length);
  if (end < bytes.length) throw new PdfError('PDF_CHANGED_AFTER_SIGNING', 'Bytes follow what was signed');
  const updates = text.match(UPDATE) ?? [];
  if (updates.length > 1) throw new PdfError('PDF_CHANGED_AFTER_SIGNING', 'The file was updated');
};

const onlySignature = (pdf: PdfStructure): PdfDict => {
  const signatures = [...pdf.dicts()].filter(
    (dict) => dict.has('ByteRange') || nameIn(dict, 'Type') === 'Sig',
  );
  const [signature, another] = signatures;
  if (!signature) throw new PdfError('PDF_UNSIGNED', 'No signature');
  if (another) throw new PdfError('PDF_SIGNATURES_MANY', 'More than one signature');
  if (nameIn(signature, 'SubFilter') !== SUBFILTER) throw malformed('Another kind of signature');
  const form = pdf.dict(pdf.catalogue.get('AcroForm'));
  const [field, second] = arrayIn(pdf.value(form.get('Fields')));
  if (second !== undefined) throw malformed('More fields than the signature');
  if (pdf.dict(pdf.dict(field).get('V')).get('Contents') === undefined)
    throw malformed('The field is not signed');
  return signature;
};

/** The range is the whole file, but for the signature itself from its first delimiter to its last. */
const requireWholeRange = (value: PdfValue | undefined, { start, end }: PdfString, size: number): void => {
  const range = arrayIn(value);
  const wanted = [0, start, end, size - end];
  if (range.length === wanted.length && wanted.every((each, index) => range[index] === each)) return;
  throw new PdfError('PDF_RANGE_WRONG', 'The signature leaves out more than itself');
};

const NAMES: readonly string[] = Object.values(ATTACHMENT_NAME);

const attachmentOf = (pdf: PdfStructure): Buffer => {
  const embedded = [...pdf.dicts()].filter((dict) => nameIn(dict, 'Type') === 'EmbeddedFile');
  if (embedded.length === 0) throw new PdfError('PDF_ATTACHMENT_MISSING', 'Nothing is attached');
  if (embedded.length > 1) throw malformed('More than one file is attached');
  const names = pdf.dict(pdf.dict(pdf.catalogue.get('Names')).get('EmbeddedFiles')).get('Names');
  const [name, specification] = arrayIn(names);
  if (!(name instanceof PdfString) || !NAMES.includes(name.bytes.toString('latin1'))) {
    throw new PdfError('PDF_ATTACHMENT_MISSING', `None of ${NAMES.join(', ')} is attached`);
  }
  const stream = pdf.dict(pdf.dict(specification).get('EF')).get('F');
  // The larger of the two; a reader of either looks at its size again.
  return pdf.stream(stream, MAX_REPORT_BYTES);
};

/** The room for the signature is larger than it: zeros follow (ISO 32000-1 §12.8.1). */
const derOf = (room: Buffer): Buffer => {
  const [tag, form, high = 0, low = 0] = room;
  if (tag !== 0x30 || form !== 0x82) throw new PdfError('PDF_SIGNATURE_WRONG', 'No signature in its place');
  const length = 4 + high * 256 + low;
  if (length > room.length || room.subarray(length).some((octet) => octet !== 0)) {
    throw new PdfError('PDF_SIGNATURE_WRONG', 'Something follows the signature in its place');
  }
  return room.subarray(0, length);
};

const dateOf = (text: string): Date => {
  const [, year, month, day, hour, minute, second] = DATE.exec(text) ?? [];
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(date.getTime())) throw malformed('The signature has no date');
  return date;
};

const nameIn = (dict: PdfDict, key: string): string | undefined => {
  const value = dict.get(key);
  return value instanceof PdfName ? value.value : undefined;
};

const stringIn = (dict: PdfDict, key: string): PdfString => {
  const value = dict.get(key);
  if (value instanceof PdfString) return value;
  throw malformed(`${key} is missing`);
};

const arrayIn = (value: PdfValue | undefined): readonly PdfValue[] => {
  if (Array.isArray(value)) return value as readonly PdfValue[];
  throw malformed(isDict(value) ? 'An array was expected, not a dictionary' : 'An array was expected');
};
