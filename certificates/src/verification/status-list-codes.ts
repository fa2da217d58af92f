import { error, skipped } from './outcome.js';

/** Of a status list that was to tell the status. None makes the document itself wrong: nothing follows from the list. */
export const STATUS_LIST = {
  STATUS_NOT_LISTED: skipped(
    '该证照签发时未编入状态列表，列表无从说明其状态；请联网校验或索取状态证明。',
    'It was issued without a place in a status list, so that none tells its status; verify online, or with a proof of the state.',
  ),
  STATUS_PLACE_WITHHELD: skipped(
    '未披露其在状态列表中的位置，无从查对；请持证主体披露。',
    'Its place in the status list was withheld, so that it cannot be looked up; have the holder disclose it.',
  ),
  STATUS_LIST_MALFORMED: error(
    '状态列表不完整，或结构不符合 W3C Bitstring Status List；请重新下载。',
    'The status list is cut short or not built as W3C Bitstring Status List wants it; download it again.',
  ),
  STATUS_LIST_TOO_LARGE: error(
    '状态列表展开后超过规定的大小，未予读取；请勿采信，重新下载。',
    'The status list unfolds to more than any list may be, and was not read; do not rely on it, download it again.',
  ),
  STATUS_LIST_TOO_SHORT: error(
    '状态列表少于 131072 项，不能保护被查对的证照；请向发证机关索取。',
    'The status list has fewer than 131,072 entries, too few to hide which is asked about; ask the issuer for its own.',
  ),
  STATUS_LIST_INDEX_OUTSIDE: error(
    '该证照的位置超出状态列表；请下载其发证机关的列表。',
    'The certificate’s place lies outside of the status list; download the list of its issuer.',
  ),
  STATUS_LIST_SIGNATURE_WRONG: error(
    '状态列表的签名不成立，可能被改动；请勿采信，重新下载。',
    'The signature of the status list does not hold: it may have been altered; do not rely on it, download it again.',
  ),
  STATUS_LIST_SEAL_UNKNOWN: error(
    '状态列表的签名者不是该部门，或其印章密钥当时不可信；请勿采信，重新下载。',
    'Who signed the status list is not that department, or its seal key was not to be trusted then; do not rely on it, download it again.',
  ),
  STATUS_LIST_FOREIGN: error(
    '所给的状态列表不是该证照所在的列表；请下载该证照所列的列表。',
    'No status list that was given is the one the certificate stands in; download the one it names.',
  ),
  STATUS_LIST_PURPOSE_WRONG: error(
    '该用途的状态列表说明不了全部状态；请下载同一列表的 message 用途。',
    'A status list of this purpose does not tell every state; download the same list for the purpose message.',
  ),
  STATUS_LIST_STALE: error(
    '状态列表已过期，看不到之后的决定；请下载新的列表。',
    'The status list has run out, so that later decisions are not seen; download the new one.',
  ),
  STATUS_LIST_LATER: error(
    '状态列表晚于所问的时间，说明不了当时的状态；请联网按时间查询。',
    'The status list is of a later time than the one asked about and does not tell how it stood then; ask online for that instant.',
  ),
} as const;
