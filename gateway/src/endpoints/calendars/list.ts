import { api } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';

export const list = endpoint({
  method: 'GET',
  path: '/v1/calendars',
  summary: { zh: '列出工作日历', en: 'List calendars of working days' },
  scope: 'registry:list',
  idempotent: false,
  query: api.pageQuery,
  answer: { status: 200, schema: api.calendarPage },
  refusals: [],
  handler: ({ hub, query }) => hub.services.registry.list('calendar', query),
});
