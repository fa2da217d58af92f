import { schemas } from '@hanlian/chaincode/domain';
import { endpoint } from '../../http/endpoint.js';
import { params } from './params.js';

export const get = endpoint({
  method: 'GET',
  path: '/v1/calendars/{year}',
  summary: { zh: '查询工作日历', en: 'Read a calendar of working days' },
  scope: 'registry:get',
  idempotent: false,
  params,
  answer: { status: 200, schema: schemas.calendar },
  refusals: ['NOT_FOUND'],
  handler: ({ hub, params: named }) => hub.services.registry.get({ kind: 'calendar', ...named }),
});
