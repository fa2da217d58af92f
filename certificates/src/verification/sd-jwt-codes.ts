import { error, invalid, skipped, valid } from './outcome.js';

/** Of an SD-JWT as a file. */
export const SD_JWT = {
  SD_JWT_MALFORMED: invalid(
    'SD-JWT 的结构不符合 RFC 9901 或本系统的规定；请向持证主体索取原文件。',
    'The SD-JWT is not built as RFC 9901 and the hub’s profile want it; ask the holder for the original.',
  ),
  DIGEST_DUPLICATE: invalid(
    'SD-JWT 中同一摘要出现两次；请勿采信。',
    'A digest stands twice in the SD-JWT; do not rely on it.',
  ),
  DISCLOSURE_DUPLICATE: invalid(
    'SD-JWT 中同一披露项出现两次；请勿采信。',
    'A disclosure stands twice in the SD-JWT; do not rely on it.',
  ),
  DISCLOSURE_FOREIGN: invalid(
    '披露项被改动，或不是发证机关签发的内容；请勿采信。',
    'A disclosure was altered, or is not what the issuer signed; do not rely on it.',
  ),
  CLAIMS_NOT_OF_TYPE: invalid(
    '所含字段或事实与该证照类型登记的不符：有多出、缺少或改名；请勿采信。',
    'Its fields or facts are not those registered for the type: one was added, hidden or renamed; do not rely on it.',
  ),
  SEAL_CERTIFICATE_UNKNOWN: error(
    '二维码省略了印章证书，而此处的登记信息里没有；请换用较新的信任文件，或请持证主体出示全文。',
    'The code leaves out the seal’s certificate, and the registry here has none of it; take a newer trust file, or have the holder show the text itself.',
  ),
} as const;

/** Of its being shown by its holder. */
export const PRESENTATION = {
  PRESENTATION_VALID: valid(
    '持证主体本人向您出示，且为首次出示。',
    'The holder itself shows this to you, and for the first time.',
  ),
  HOLDER_PROOF_MISSING: invalid(
    '没有持证主体的签名，不是出示件；请持证主体重新出示。',
    'The holder’s signature is missing, so this is no presentation; have the holder present it.',
  ),
  HOLDER_KEY_MISSING: invalid(
    '该证照未绑定持证主体的密钥，无法由其出示；请向发证机关申请绑定后导出。',
    'No key of the holder is bound to it, so that nobody can present it; have the issuer export it with one.',
  ),
  HOLDER_PROOF_MALFORMED: invalid(
    '持证主体的签名结构不正确，或出示时限超过五分钟；请重新出示。',
    'The holder’s proof is not built as it must be, or would hold for over five minutes; present it again.',
  ),
  HOLDER_SIGNATURE_WRONG: invalid(
    '签名不是所绑定的持证主体密钥作出的；请勿采信。',
    'The signature is not of the holder’s key; do not rely on it.',
  ),
  DISCLOSURES_CHANGED: invalid(
    '披露内容在持证主体签名之后被改动；请勿采信。',
    'What is disclosed was changed after the holder had signed; do not rely on it.',
  ),
  AUDIENCE_WRONG: invalid(
    '这是向其他单位出示的；请持证主体向您重新出示。',
    'This was presented to somebody else; have the holder present it to you.',
  ),
  AUDIENCE_UNKNOWN: error(
    '未说明由谁核验，无从判断是否向您出示；请登录或给出受众后重试。',
    'Nobody said who verifies, so whom it was presented to cannot be judged; log in, or name the audience.',
  ),
  NONCE_WRONG: invalid(
    '随机数不是您给出的那一个；请持证主体重新出示。',
    'The nonce is not the one you drew; have the holder present it again.',
  ),
  PRESENTATION_EARLY: invalid(
    '出示时间晚于现在；请核对双方的时钟后重新出示。',
    'It was presented in the future; compare the clocks, and present it again.',
  ),
  PRESENTATION_EXPIRED: invalid(
    '出示已超过五分钟；请持证主体重新出示。',
    'It was presented over five minutes ago; have the holder present it again.',
  ),
  PRESENTATION_REPLAYED: invalid(
    '该出示已被使用过一次；请持证主体重新出示，并留意是否被他人截取。',
    'This presentation was used before; have the holder present anew, and mind who may have copied it.',
  ),
  REPLAY_UNCHECKED: skipped(
    '未检查是否重复出示：离线核验无从得知，其他各项不成立时也不检查；请联网核验。',
    'Whether it was shown before was not checked: offline nobody remembers, and while another check fails nothing is used up; verify online.',
  ),
} as const;
