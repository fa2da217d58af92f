import { invalid, valid } from './outcome.js';

/** What is said of the file around a document. */
export const FILE = {
  PDF_VALID: valid(
    'PDF 由发证机关整体签名，页面与所附存证文件此后均未改动。',
    'The issuer signed the PDF as one: neither pages nor attachment were changed since.',
  ),
  PDF_MALFORMED: invalid(
    '不是本系统签发的证照 PDF，或已损坏；请向持证主体索取原文件。',
    'Not a certificate’s PDF as hubs make them, or damaged; ask the holder for the original.',
  ),
  PDF_UNSIGNED: invalid(
    'PDF 没有签名；请向持证主体索取原文件，不要采信转存或打印的副本。',
    'The PDF is not signed; ask the holder for the original and do not rely on a copy saved by other means.',
  ),
  PDF_SIGNATURES_MANY: invalid(
    'PDF 有多个签名，而证照只由发证机关签一次；请勿采信，并索取原文件。',
    'The PDF has several signatures where the issuer’s is the only one; do not rely on it, ask for the original.',
  ),
  PDF_CHANGED_AFTER_SIGNING: invalid(
    '签名之后又有内容追加到 PDF（增量更新）；请勿采信，并索取原文件。',
    'Something was added to the PDF after it was signed (an incremental update); do not rely on it, ask for the original.',
  ),
  PDF_RANGE_WRONG: invalid(
    'PDF 的签名没有覆盖整个文件；请勿采信。',
    'The signature does not cover the whole PDF; do not rely on it.',
  ),
  PDF_CONTENT_CHANGED: invalid(
    'PDF 的内容在签名后被改动；请勿采信，并索取原文件。',
    'The PDF was altered after it was signed; do not rely on it, ask for the original.',
  ),
  PDF_ATTACHMENT_MISSING: invalid(
    'PDF 中没有存证文件；请向持证主体索取原文件。',
    'The PDF has no evidence document in it; ask the holder for the original.',
  ),
  PDF_ATTACHMENT_SWAPPED: invalid(
    'PDF 所附的存证文件被调换；请勿采信页面，并索取原文件。',
    'The evidence attached to the PDF was exchanged; do not rely on its pages, ask for the original.',
  ),
  PDF_PAGE_DIFFERS: invalid(
    'PDF 的页面与所附存证文件不是同一证照；请勿采信。',
    'The pages are of another certificate than the evidence attached; do not rely on the PDF.',
  ),
  PDF_SIGNATURE_WRONG: invalid(
    'PDF 的签名不成立；请勿采信，并索取原文件。',
    'The signature of the PDF does not hold; do not rely on it, ask for the original.',
  ),
  PDF_SIGNER_WRONG: invalid(
    'PDF 不是由该证照的发证机关以其有效印章签名；请勿采信页面，原因见所列代码。',
    'The PDF is not signed by this certificate’s issuer with a seal that was live; do not rely on its pages, the code says why.',
  ),
} as const;
