import { error, invalid, skipped, valid } from './outcome.js';

/** What the check of the time stamp finds. */
export const STAMP = {
  STAMP_VALID: valid(
    '另一机构的时间戳证明了签章时间。',
    'A time stamp of another organisation proves the time of the seal.',
  ),
  NOT_STAMPED: skipped(
    '印章没有时间戳，签章时间只是签章人的声明；需要时请向发证机关索取加盖时间戳的文件。',
    'The seal is not stamped: its time is the signer’s own claim; where it matters, ask the issuer for a stamped document.',
  ),
  STAMP_MALFORMED: invalid(
    '时间戳数据损坏；请向持证主体索取原文件。',
    'The time stamp is damaged; ask the holder for the original.',
  ),
  STAMP_UNSUPPORTED: invalid(
    '时间戳使用了不被接受的算法；请向发证机关核实。',
    'The time stamp uses an algorithm that is not accepted; ask the issuer.',
  ),
  STAMP_CERTIFICATE_WRONG: invalid(
    '时间戳的证书缺失、被调换，或不是专用于时间戳的证书；请勿采信。',
    'The certificate of the time stamp is missing, was swapped, or is not for time stamps alone; do not rely on it.',
  ),
  STAMP_SIGNATURE_WRONG: invalid(
    '时间戳的签名不成立；请勿采信。',
    'The signature of the time stamp does not hold; do not rely on it.',
  ),
  STAMP_FOREIGN: invalid(
    '时间戳是真的，但不是为此印章加盖的；请勿采信。',
    'The time stamp is genuine but is not over this seal; do not rely on it.',
  ),
  STAMP_BEFORE_SEAL: invalid(
    '时间戳早于印章所称的签章时间；请向发证机关核实。',
    'The time stamp is older than the time the seal claims; ask the issuer.',
  ),
  STAMP_REVOKED: invalid(
    '加盖时间戳时，时间戳机构的证书已被吊销；请勿采信，并向发证机关索取重新加盖时间戳的文件。',
    'The time-stamp authority’s certificate had been revoked when it stamped; do not rely on it, ask the issuer for the document with another stamp.',
  ),
  STAMP_KEY_LOST: error(
    '时间戳机构的密钥后来落入他人之手，此时间戳不再能证明时间；请向发证机关索取重新加盖时间戳的文件。',
    'The time-stamp authority’s key came into other hands later, and its stamps prove no time any more; ask the issuer for the document with another stamp.',
  ),
  STAMP_STATUS_UNPROVEN: error(
    '没有有效的证据说明时间戳机构的证书当时是否有效；请向发证机关索取附有证据的原文件。',
    'Nothing that holds tells how the time-stamp authority’s certificate stood; ask the issuer for the document with its evidence.',
  ),
  STAMP_AUTHORITY_UNKNOWN: error(
    '不认识加盖时间戳的机构；请取得含该机构的信任文件后重试。',
    'The authority that stamped is not known here; get a trust file that names it and try again.',
  ),
} as const;
