import type { Language } from '../http/problem.js';

export interface Words {
  readonly title: string;
  readonly other: string;
  readonly intro: string;
  readonly anyone: string;
  readonly roles: string;
  readonly parameters: string;
  readonly required: string;
  readonly body: string;
  readonly example: string;
  readonly answers: string;
  readonly schemas: string;
  readonly errors: string;
}

/** What the page says itself. */
export const WORDS: Readonly<Record<Language, Words>> = {
  zh: {
    title: '汉链网关接口',
    other: 'English',
    intro:
      '本页由校验请求的同一套模式生成，与机器可读的 OpenAPI 3.1 说明一致。示例中的 $HUB 是本站地址，$KEY 是您的密钥；写操作须带 Idempotency-Key，同一操作重发时保持不变。',
    anyone: '任何人可用',
    roles: '可用角色',
    parameters: '参数',
    required: '必填',
    body: '请求内容',
    example: '示例',
    answers: '回答',
    schemas: '数据模式',
    errors: '错误码与下一步',
  },
  en: {
    title: 'The Hanlian gateway',
    other: '中文',
    intro:
      'Made from the schemas that check the requests; the same as the machine-readable OpenAPI 3.1 description. In the examples $HUB is the address of this hub and $KEY your key; a write carries an Idempotency-Key, which stays the same when it is sent again.',
    anyone: 'Open to anyone',
    roles: 'Open to',
    parameters: 'Parameters',
    required: 'required',
    body: 'Body',
    example: 'Example',
    answers: 'Answers',
    schemas: 'Schemas',
    errors: 'Error codes and what to do next',
  },
};
