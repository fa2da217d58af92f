import type { JsonObject } from '@hanlian/chaincode/domain';

/** What an entry about a penalty says. */
export const FACTS: JsonObject = {
  decidedAt: '2026-03-05',
  severity: 'general',
  sector: 'food',
  fields: {
    subjectName: '示例食品有限公司',
    conduct: '经营超过保质期的食品',
    facts: '货架上有三袋超过保质期的糕点',
    legalBasis: '食品安全法第一百二十四条',
    kind: '罚款',
    content: '罚款二千元',
    fine: '200000',
    authority: '示例市市场监督管理局',
  },
};

export const BASIS: JsonObject = { law: '信用修复管理办法第九条', document: '示例信修〔2026〕7号' };

/** SHA-256 of a text, in base64url. */
export const DIGEST = 'A'.repeat(43);

/** A bank that was told of an entry. */
export const BANK = '91110000600037341L';
