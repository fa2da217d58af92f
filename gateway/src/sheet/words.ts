import type { Bilingual, Standing } from '@hanlian/chaincode/domain';

interface Words {
  /** In large letters. */
  readonly word: Bilingual;
  /** What it means to whoever is shown the certificate. */
  readonly sentence: Bilingual;
  readonly tone: 'good' | 'warning' | 'bad';
}

/** What people are told of a certificate's standing. The law's words differ, and so do these. */
export const STANDINGS: Readonly<Record<Standing, Words>> = {
  valid: {
    word: { zh: '有效', en: 'Valid' },
    sentence: {
      zh: '证照现行有效，账本上没有暂扣、吊销、撤销或注销的决定。',
      en: 'The certificate is in force; the ledger records no decision against it.',
    },
    tone: 'good',
  },
  notYetValid: {
    word: { zh: '尚未生效', en: 'Not valid yet' },
    sentence: { zh: '证照自有效期首日起方可使用。', en: 'It may be used from its first day on.' },
    tone: 'warning',
  },
  expired: {
    word: { zh: '已过期', en: 'Expired' },
    sentence: {
      zh: '有效期已满且未见延续；请向持证人索取延续后的证照。',
      en: 'Its period has ended and no renewal is known; ask the holder for the renewed certificate.',
    },
    tone: 'bad',
  },
  suspended: {
    word: { zh: '已暂扣', en: 'Suspended' },
    sentence: {
      zh: '发证机关已暂扣此证照，发还之前不得使用。',
      en: 'The issuer has suspended it; until it is reinstated it must not be used.',
    },
    tone: 'bad',
  },
  revoked: {
    word: { zh: '已吊销', en: 'Revoked' },
    sentence: {
      zh: '证照因行政处罚被吊销，不得再使用。',
      en: 'It was revoked as a penalty and must not be used any more.',
    },
    tone: 'bad',
  },
  annulled: {
    word: { zh: '已撤销', en: 'Annulled' },
    sentence: {
      zh: '证照依法被撤销，本不应颁发，不得使用。',
      en: 'It was annulled: it should not have been granted, and must not be used.',
    },
    tone: 'bad',
  },
  deregistered: {
    word: { zh: '已注销', en: 'Deregistered' },
    sentence: {
      zh: '证照已依程序注销，不得再使用。',
      en: 'It was deregistered in due course and must not be used any more.',
    },
    tone: 'bad',
  },
  superseded: {
    word: { zh: '已被新版取代', en: 'Superseded' },
    sentence: {
      zh: '证照已变更或延续，此版本失效；请向持证人索取现行版本。',
      en: 'It was amended or renewed and this version has lapsed; ask the holder for the current one.',
    },
    tone: 'warning',
  },
  transferredOut: {
    word: { zh: '已转出', en: 'Transferred' },
    sentence: {
      zh: '证照正在或已经转往其他地区，请在转入地查询。',
      en: 'It is being or has been transferred to another region; ask there.',
    },
    tone: 'warning',
  },
  other: {
    word: { zh: '非有效状态', en: 'Not in force' },
    sentence: {
      zh: '证照处于其他非有效状态，请咨询发证机关。',
      en: 'It is in another state that is not valid; ask the issuer.',
    },
    tone: 'bad',
  },
};

/** What a code that is no certificate's is answered with: the same for one that was never given and one that was erased. */
export const UNKNOWN: Words = {
  word: { zh: '查无此证照', en: 'Unknown' },
  sentence: {
    zh: '没有证照使用此二维码：可能是伪造或抄错，也可能其内容已依法清除。请勿采信，并向发证机关核实。',
    en: 'No certificate has this code: it may be forged or miscopied, or its content was lawfully erased. Do not rely on it; ask the issuer.',
  },
  tone: 'bad',
};
