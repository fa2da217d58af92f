import { error, invalid, skipped, valid } from './outcome.js';

/** Of an OFD file and the seals on it. */
export const OFD = {
  OFD_VALID: valid(
    'OFD 的全部文件与签章时一致，电子印章成立。',
    'Every file of the OFD is as it was sealed, and the seal holds.',
  ),
  OFD_MALFORMED: invalid(
    'OFD 的结构不符合 GB/T 33190；请向持证主体索取原文件。',
    'The OFD is not built as GB/T 33190 wants it; ask the holder for the original.',
  ),
  OFD_UNSAFE: invalid(
    'OFD 压缩包含有不安全的内容（路径、重名、实体、异常压缩或重复的签章）；请勿打开，并向持证主体索取原文件。',
    'The OFD is packed in a way no genuine one is (paths, names twice, entities, a bomb, one seal many times); do not open it, ask for the original.',
  ),
  OFD_NOT_SEALED: invalid('OFD 未加盖电子印章；请勿采信。', 'The OFD carries no seal; do not rely on it.'),
  OFD_FILE_MISSING: invalid(
    '签章保护的文件缺失或被改名；请勿采信。',
    'A file that the seal protects is missing or was renamed; do not rely on it.',
  ),
  OFD_FILE_CHANGED: invalid(
    '签章成立，但所保护的文件在签章后被改动；请勿采信。',
    'The seal is right, but a file it protects was changed after sealing; do not rely on it.',
  ),
  OFD_FILE_UNPROTECTED: invalid(
    '含有不在签章保护范围内的文件；可能是后来加入的，请勿采信。',
    'There are files outside what the seal protects, perhaps added later; do not rely on it.',
  ),
  OFD_SIGNED_INFO_CHANGED: invalid(
    '签章的保护清单被改动，或签章属于另一文件；请勿采信。',
    'The list of what is protected was altered, or the seal is of another file; do not rely on it.',
  ),
  OFD_SIGNATURE_WRONG: invalid(
    '电子签章的签名值不成立；请勿采信。',
    'The signature of the seal does not hold; do not rely on it.',
  ),
  OFD_SEAL_WRONG: invalid(
    '电子印章不成立：制章人签名、印章图片或印章数据不符；请勿采信。',
    'The electronic seal itself does not hold: its maker’s signature, its picture or its data; do not rely on it.',
  ),
  OFD_SIGNER_WRONG: invalid(
    '签章人不在电子印章的签章人名单中，或其证书当时无效；请勿采信。',
    'Who signed is not among those the seal is for, or the certificate was not in force; do not rely on it.',
  ),
  OFD_SEAL_EXPIRED: invalid(
    '签章时电子印章不在有效期内；请向发证机关核实。',
    'The electronic seal was not within its period when it was set; ask the issuer.',
  ),
  OFD_UNSUPPORTED: invalid(
    '使用了 GB/T 38540 之外的算法或结构；请向发证机关核实。',
    'An algorithm or structure beyond GB/T 38540 is used; ask the issuer.',
  ),
  OFD_SEALER_UNKNOWN: error(
    'OFD 完整、印章成立，但不认识盖章单位；请取得含该单位的信任文件，或向发证机关核实。',
    'The file is whole and the seal holds, but whose it is, is not known here; get a trust file that names it, or ask the issuer.',
  ),
} as const;

/** Whether the seal of a file and the ledger say the same of a certificate. */
export const AGREEMENT = {
  SEAL_AND_LEDGER_AGREE: valid(
    '电子印章与账本一致：文件未改动，证照有效。',
    'Seal and ledger agree: the file is unaltered and the certificate stands.',
  ),
  SEAL_HOLDS_LEDGER_REFUSES: invalid(
    '印章成立、文件未改动，但账本不认可该证照（见 status、anchor、validity）；以账本为准。',
    'The seal is right and the file unaltered, but the ledger refuses the certificate (see status, anchor, validity); the ledger counts.',
  ),
  SEAL_FAILS_LEDGER_HOLDS: invalid(
    '账本上该证照有效，但本文件或其印章不成立（见 file）；请索取未经改动的原文件。',
    'The certificate stands on the ledger, but this file or its seal does not hold (see file); ask for the unaltered original.',
  ),
  SEAL_AND_LEDGER_REFUSE: invalid(
    '印章或文件不成立，账本也不认可该证照；请勿采信。',
    'Neither the file nor the certificate holds; do not rely on it.',
  ),
  AGREEMENT_UNKNOWN: skipped(
    '印章与账本两者之一未能校验，无从比较；请联网核验，或核对文件是否附有存证数据。',
    'One of the two could not be checked, so there is nothing to compare; verify online, or see whether the file carries its evidence.',
  ),
} as const;

export type OfdCode = keyof typeof OFD;
