import { HanlianError, type DeadLetter, type WebhookAnswer } from '@hanlian/chaincode/domain';
import type { Services } from '@hanlian/gateway/services/types';
import { later, pageOf, RANDOM, type Once } from './fake-parts.js';

const WEBHOOK: WebhookAnswer = {
  id: `0000000-${RANDOM}`,
  name: '业务系统',
  url: 'https://events.example.cn/hanlian',
  types: ['license.changed'],
  state: 'active',
  createdAt: '2026-11-20T12:00:00+08:00',
  position: '12',
  failing: {
    since: '2026-11-20T12:00:00+08:00',
    attempts: 2,
    nextAttemptAt: '2026-11-20T12:00:10+08:00',
    last: { reason: 'answered', status: 503 },
  },
  secrets: [{ since: '2026-11-20T12:00:00+08:00' }],
};
const SECRET = `whsec_${Buffer.alloc(32).toString('base64')}`;
const LETTER: DeadLetter = {
  position: '7',
  state: 'kept',
  attempts: 14,
  at: '2026-11-20T12:00:00+08:00',
  last: { reason: 'timeout' },
};

const webhookOf = (id: string): WebhookAnswer => {
  if (id === WEBHOOK.id) return WEBHOOK;
  throw new HanlianError('NOT_FOUND', 'No such webhook');
};

/** One webhook, which nothing changes. */
export const fakeWebhooks = (once: Once): Services['webhooks'] => ({
  list: (_caller, { limit }) => Promise.resolve(pageOf([WEBHOOK], limit)),
  get: (_caller, id) => later(() => webhookOf(id)),
  create: (caller, { name, url }, key) =>
    later(() => once.do(caller, key, () => ({ ...WEBHOOK, name, url, secret: SECRET }))),
  change: (caller, id, { name, url, state }, key) =>
    later(() => once.do(caller, key, () => ({ ...webhookOf(id), name, url, state }))),
  rotate: (caller, id, _input, key) =>
    later(() => once.do(caller, key, () => ({ ...webhookOf(id), secret: SECRET }))),
  remove: (caller, id, key) => later(() => once.do(caller, key, () => ({ id: webhookOf(id).id }))),
  deadLetters: (_caller, id, { limit }) =>
    later(() => {
      webhookOf(id);
      return pageOf([LETTER], limit);
    }),
  redeliver: (caller, id, _input, key) =>
    later(() => once.do(caller, key, () => ({ waiting: webhookOf(id) === WEBHOOK ? 1 : 0 }))),
});
