import { FILE } from './file-codes.js';
import { COMPLETENESS, EVALUATION, FRESHNESS, GRANT, REPORT } from './report-codes.js';
import { PRESENTATION, SD_JWT } from './sd-jwt-codes.js';
import { AGREEMENT, OFD } from './ofd-codes.js';
import { error, invalid, skipped, valid, type Outcome } from './outcome.js';
import { STAMP } from './stamp-codes.js';
import { STATUS_LIST } from './status-list-codes.js';

export type { CheckStatus } from './outcome.js';

const INTEGRITY = {
  INTEGRITY_VALID: valid('内容与签发时一致。', 'The content is as it was issued.'),
  DOCUMENT_MALFORMED: invalid(
    '文件结构不正确；请向持证主体索取未经改动的原文件。',
    'The file is not built as its format wants it; ask the holder for the original, unaltered.',
  ),
  DOCUMENT_VERSION_UNKNOWN: error(
    '不认识该文件的格式版本；请升级校验程序后重试。',
    'The format of the file is not known here; update the verifier and try again.',
  ),
  IDENTIFIER_INVALID: invalid(
    '证照标识不正确；请逐位核对。',
    'The certificate identifier is wrong; compare it character by character.',
  ),
  FIELD_CHANGED: invalid(
    '所列字段的值或盐与签发时不同；请勿采信，并向持证主体索取原文件。',
    'The value or the salt of the fields listed is not what was issued; do not rely on them, ask for the original.',
  ),
  STATUS_PLACE_CHANGED: invalid(
    '在状态列表中的位置与签发时不同；请勿采信，并向持证主体索取原文件。',
    'The place in the status list is not what was issued; do not rely on it, ask for the original.',
  ),
  SALT_SWAPPED: invalid(
    '所列字段的盐被换成了其他字段的盐；请向持证主体索取原文件。',
    'The fields listed carry the salt of another field; ask the holder for the original.',
  ),
  FIELD_ADDED: invalid(
    '文件含有签发时没有的字段；请勿采信。',
    'The file has more fields than were issued; do not rely on it.',
  ),
  FIELD_REMOVED: invalid(
    '文件缺少签发时的字段；请索取完整文件，或由持证主体以隐藏方式出示。',
    'Fields that were issued are missing; ask for the whole file, or one in which they are withheld by the rules.',
  ),
  FIELDS_REORDERED: invalid(
    '字段次序与签发时不同；请向持证主体索取原文件。',
    'The fields do not stand in the order they were issued in; ask the holder for the original.',
  ),
  FIELD_NAME_WRONG: invalid(
    '字段名称与该证照类型登记的不符；请勿采信。',
    'The names of the fields are not those registered for this type; do not rely on the file.',
  ),
  HOLDER_CHANGED: invalid(
    '持证主体与签发时不同；请勿采信。',
    'The holder is not the one the certificate was issued to; do not rely on it.',
  ),
  NOT_IN_BATCH: invalid(
    '本文件不属于所盖印章的批次：标识、持证主体、有效期、字段摘要或批次路径被改动；请勿采信。',
    'This is not in the sealed batch: identifier, holder, validity, leaf hashes or batch path were altered; do not rely on it.',
  ),
  STATEMENT_FOREIGN: invalid(
    '批次声明的类型或发证机关与证照标识不符；请勿采信。',
    'The batch statement is of another type or issuer than the identifier; do not rely on the file.',
  ),
} as const;

const SEAL = {
  SEAL_VALID: valid('印章有效，覆盖所盖内容。', 'The seal holds and covers what it was set on.'),
  BOTH_SEALS_VALID: valid(
    '两枚印章（ES256 与 SM2）均有效，覆盖所盖内容。',
    'Both seals, in ES256 and in SM2, hold and cover what they were set on.',
  ),
  SEAL_MALFORMED: invalid(
    '印章数据损坏；请向持证主体索取原文件。',
    'The seal is damaged; ask the holder for the original.',
  ),
  SEAL_UNSUPPORTED: invalid(
    '印章使用了不被接受的算法或结构；请向发证机关核实。',
    'The seal uses an algorithm or structure that is not accepted; ask the issuer.',
  ),
  SEAL_CERTIFICATE_MISSING: invalid(
    '印章中没有签章证书；请向持证主体索取原文件。',
    'The seal does not carry its own certificate; ask the holder for the original.',
  ),
  SEAL_CERTIFICATE_SWAPPED: invalid(
    '印章中的证书不是签章时的证书；请勿采信。',
    'The certificate in the seal is not the one it was made with; do not rely on it.',
  ),
  SEAL_SIGNATURE_WRONG: invalid(
    '印章的签名不成立；请勿采信。',
    'The signature of the seal does not hold; do not rely on it.',
  ),
  SEAL_FOREIGN: invalid(
    '印章是真的，但盖在别的内容上；请勿采信。',
    'The seal is genuine but was set on other content; do not rely on this file.',
  ),
  SEAL_TIME_DIFFERS: invalid(
    '印章的签章时间与所盖内容写明的不符；请向出具机关核实。',
    'The signing time of the seal is not the one stated in what it covers; ask the issuer.',
  ),
  SM2_SEAL_MISSING: invalid(
    '所盖内容写明另有 SM2 印章，而文件中没有；请索取未经删减的原文件。',
    'The statement declares an SM2 seal beside the other, and the file has none; ask the holder for the original.',
  ),
  SM2_SEAL_UNDECLARED: invalid(
    '文件中的 SM2 印章未在所盖内容中写明；请勿采信。',
    'The file carries an SM2 seal that its statement does not declare; do not rely on it.',
  ),
} as const;

const ISSUER = {
  ISSUER_VALID: valid(
    '发证机关有权签发该类型，签章时印章有效。',
    'The issuer is accredited for this type, and its seal was live when it was set.',
  ),
  ISSUER_WRONG: invalid(
    '盖章的单位不是所称的发证机关；请勿采信。',
    'The seal belongs to another unit than the issuer named; do not rely on the file.',
  ),
  SEAL_KEY_UNKNOWN: invalid(
    '该印章未由发证机关登记；请勿采信。',
    'The issuer has not registered this seal; do not rely on it.',
  ),
  SEAL_KEY_NOT_LIVE: invalid(
    '签章时该印章不在有效期内；请向发证机关核实。',
    'The seal was not within its period when it was set; ask the issuer.',
  ),
  SEAL_KEY_COMPROMISED: invalid(
    '该印章在签章时已被宣告失密；请勿采信，并向发证机关申请重新签发。',
    'The seal had been declared compromised when it was set; do not rely on it, ask the issuer for a new issue.',
  ),
  SEAL_TIME_UNPROVEN: invalid(
    '该印章后来被宣告失密，而无人能证明本印章盖于失密之前；请勿采信，并向发证机关申请重新签发。',
    'The seal was later declared compromised, and nobody vouches that this one was set before; do not rely on it, ask the issuer for a new issue.',
  ),
  SEAL_AUTHORITY_UNKNOWN: error(
    '不认识签发该印章证书的机构；请取得含其根证书的信任文件后重试。',
    'The authority behind the seal’s certificate is not known here; get a trust file that names its root and try again.',
  ),
  SEAL_PATH_WRONG: invalid(
    '印章证书未能通向其机构的根证书；请勿采信，并向发证机关核实。',
    'The seal’s certificate does not lead to its authority’s root as it must; do not rely on it, ask the issuer.',
  ),
  SEAL_REVOKED: invalid(
    '加盖时间戳时该印章证书已被撤销；请勿采信，并向发证机关申请重新签发。',
    'The seal’s certificate had been revoked when it was stamped; do not rely on it, ask the issuer for a new issue.',
  ),
  SEAL_AUTHORITY_REVOKED: invalid(
    '加盖时间戳时，签发该印章证书的机构已被吊销；请勿采信，并向发证机关申请重新签发。',
    'The authority behind the seal’s certificate had been revoked when it was stamped; do not rely on it, ask the issuer for a new issue.',
  ),
  SEAL_STATUS_UNPROVEN: error(
    '没有有效的证据说明印章证书及其签发机构当时是否有效；请向持证主体索取附有证据的原文件。',
    'Nothing that holds tells how the seal’s certificate, or the authority behind it, stood; ask the holder for the original with its evidence.',
  ),
  SEAL_SUITE_WRONG: invalid(
    '该印章密钥登记的算法与其用途不符；请勿采信。',
    'The seal key is registered for another suite than it was used in; do not rely on it.',
  ),
  SM2_SEAL_REQUIRED: invalid(
    '该部门自登记之日起须加盖 SM2 印章，而本批次没有；请向发证机关核实。',
    'The department was bound to seal in SM2 as well, and this batch is not; ask the issuer.',
  ),
  ISSUER_NOT_ACCREDITED: invalid(
    '签章时发证机关无权签发该类型证照；请向登记机构核实。',
    'The issuer was not accredited for this type when it sealed; ask the registrar.',
  ),
} as const;

const ANCHOR = {
  ANCHOR_LOGGED: valid(
    '签发记录已载入可信日志，其检查点由足够机构共同签署。',
    'The issue stands in a log whose checkpoint enough organisations have signed.',
  ),
  LOG_PROOF_WRONG: invalid(
    '文件所附日志证明不成立；请勿采信，并向持证主体索取原文件。',
    'The log proof in the file does not hold; do not rely on it, ask the holder for the original.',
  ),
  LOG_PROOF_FOREIGN: invalid(
    '文件所附日志证明属于另一次签发；请勿采信。',
    'The log proof in the file is of another issue; do not rely on it.',
  ),
  LOG_PROOF_UNTRUSTED: error(
    '日志检查点的签署机构不足或不在信任包内；请更新信任包，或重新下载文件。',
    'Too few trusted organisations signed the checkpoint; update the trust file, or download the document again.',
  ),
  ANCHOR_VALID: valid('账本上的记录与本文件一致。', 'The record on the ledger agrees with this file.'),
  LICENSE_UNKNOWN: invalid(
    '账本上没有该证照；请核对证照标识，或向发证机关核实。',
    'The ledger has no such certificate; check the identifier or ask the issuer.',
  ),
  LICENSE_NOT_YET_KNOWN: error(
    '该证照刚刚签发，本机构的账本可能尚未收到；请稍后再次核验。',
    'It was sealed a moment ago, and the ledger read here may not have it yet; verify it again in a minute.',
  ),
  ANCHOR_DIFFERS: invalid(
    '账本上的记录与本文件不同；请勿采信，以账本为准。',
    'The record on the ledger differs from this file; do not rely on it, the ledger counts.',
  ),
  ANCHOR_SEAL_DIFFERS: invalid(
    '账本登记的批次印章不是本文件的印章；请向持证主体索取原文件。',
    'The ledger knows another seal of this batch; ask the holder for the original.',
  ),
} as const;

const STATUS = {
  STATUS_VALID: valid('未见暂扣、吊销、撤销、注销等决定。', 'No decision has suspended or ended it.'),
  SUSPENDED: invalid(
    '证照已被暂扣；发还之前不得使用，详情请咨询发证机关。',
    'The certificate is suspended; it must not be used until reinstated, ask the issuer.',
  ),
  REVOKED: invalid(
    '证照已被吊销（行政处罚）；不得使用。',
    'The certificate has been revoked as a penalty; it must not be used.',
  ),
  ANNULLED: invalid(
    '证照已被撤销，自始不应颁发；不得使用。',
    'The certificate has been annulled: it should never have been granted; it must not be used.',
  ),
  DEREGISTERED: invalid(
    '证照已被注销；不得使用，请索取新的证照。',
    'The certificate has been deregistered; it must not be used, ask for a new one.',
  ),
  SUPERSEDED: invalid(
    '证照已变更或延续，本版本失效；请索取现行版本。',
    'The certificate was amended or renewed and this version has lapsed; ask for the current one.',
  ),
  TRANSFERRED_OUT: invalid(
    '证照正在或已经转往其他地区；请在转入地查询。',
    'The certificate is being or has been transferred to another region; ask there.',
  ),
  STATUS_NOT_PROVEN: error(
    '证明早于所询时刻，此后的决定无从得知；请索取更新检查点的证明。',
    'The proof is older than the moment asked for, and a later decision would not be seen; ask for one at a newer checkpoint.',
  ),
  STATUS_OTHER: invalid(
    '证照处于其他非有效状态；请咨询发证机关。',
    'The certificate is in another state that is not valid; ask the issuer.',
  ),
} as const;

const VALIDITY = {
  VALIDITY_VALID: valid('在有效期内。', 'Within its period of validity.'),
  NOT_YET_VALID: invalid(
    '证照尚未生效；请在生效日之后使用。',
    'Not valid yet; use it from its first day on.',
  ),
  EXPIRED: invalid('证照已过有效期；请索取延续后的证照。', 'Expired; ask for the renewed certificate.'),
} as const;

const GENERAL = {
  SOURCE_UNAVAILABLE: error(
    '所需的数据来源暂时不可用；请稍后重试。',
    'A source this needs cannot answer now; try again later.',
  ),
  STATE_PROOF_REFUSED: error(
    '状态证明不成立或不完整，无从判断；请保留备查，并重新索取。',
    'The proof of the state does not hold or is not whole, so nothing follows from it; keep it, and ask for another.',
  ),
  NO_SOURCE: skipped(
    '未提供所需的数据来源，未作检查；联网后可重新校验。',
    'Not checked, since no source for it was given; verify again online.',
  ),
  NO_DOCUMENT: skipped(
    '只有标识而无文件，未作检查；请提交证照文件。',
    'Not checked, since there is an identifier and no file; submit the document.',
  ),
  NO_SEAL: skipped(
    '印章不成立，无从判断由谁签发；请先看印章一项。',
    'Who sealed cannot be told from a seal that does not hold; see the check of the seal.',
  ),
  IDENTIFIER_ALONE: skipped(
    '仅凭标识不予答复；请提交证照文件、相符的字段或由持证主体出示。',
    'An identifier alone is not answered; submit the document, a matching field, or have the holder present it.',
  ),
} as const;

/** Every outcome a check can have. A code decides the status, so that the two can never disagree. */
export const OUTCOMES = {
  ...FILE,
  ...INTEGRITY,
  ...SD_JWT,
  ...PRESENTATION,
  ...OFD,
  ...AGREEMENT,
  ...SEAL,
  ...STAMP,
  ...ISSUER,
  ...ANCHOR,
  ...STATUS,
  ...STATUS_LIST,
  ...VALIDITY,
  ...REPORT,
  ...COMPLETENESS,
  ...FRESHNESS,
  ...GRANT,
  ...EVALUATION,
  ...GENERAL,
} as const satisfies Readonly<Record<string, Outcome>>;

export type CheckCode = keyof typeof OUTCOMES;
