import { api } from '@hanlian/chaincode/domain';
import { put as putRecord } from '../registry/put.js';
import { params } from './params.js';

export const put = putRecord({
  operation: 'putCalendar',
  path: '/v1/calendars/{year}',
  summary: { zh: '登记或修改工作日历', en: 'Register or change a calendar of working days' },
  params,
  body: api.calendarInput,
  example: {
    holidays: ['01-01', '10-01'],
    workdays: ['01-04'],
    source: { zh: '国务院办公厅关于节假日安排的通知', en: "The State Council's notice on holidays" },
  },
});
