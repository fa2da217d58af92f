import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/events',
  summary: {
    zh: '读取本部门的事件（证照状态变更、双人任务、密钥到期等），可从任意位置重放',
    en: "Read the department's events from a position on: certificates that changed, tasks, keys about to expire",
  },
  scope: 'event:read',
  idempotent: false,
  query: api.eventQuery,
  answer: { status: 200, schema: api.eventPage },
  refusals: ['EVENTS_FORGOTTEN', 'EVENT_POSITION_AHEAD'],
  handler: ({ hub, caller, query }) => hub.services.events.read(caller, query),
});
