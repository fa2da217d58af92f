import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { FACTS } from './examples.js';
import { OF_FACTS, OF_SUBJECT } from './params.js';

export const publish = endpoint({
  method: 'POST',
  path: '/v1/credit/entries',
  summary: {
    zh: '公示信用信息条目（一次最多 200 条，全部成立或全部不成立）',
    en: 'Publish credit entries, up to 200 at once: all of them or none',
  },
  scope: 'credit:publish',
  idempotent: true,
  signedByCaller: true,
  bodyLimit: 4 * 1024 * 1024,
  body: api.publishEntriesInput,
  example: {
    entries: [
      { subject: '91350100M000100Y43', category: 'penalty', document: '示例市监罚〔2026〕7号', ...FACTS },
    ],
  },
  answer: { status: 201, schema: api.entriesPublishedAnswer },
  refusals: [
    ...new Set([
      ...OF_SUBJECT,
      ...OF_FACTS,
      'HOLDS_CITIZEN_NUMBER',
      'ENTRY_EXISTS',
      'ENTRY_DUPLICATE',
      'SOURCE_NOT_ALLOWED',
    ] as const),
  ],
  handler: ({ hub, caller, body, once }) => hub.services.credit.publish(caller, body, once),
});
