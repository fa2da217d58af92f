import { act } from './act.js';

export const closeCase = act({
  operation: 'closeGrantCase',
  segment: 'close-case',
  summary: {
    zh: '申请部门结案：延后公开的访问记录自此可查',
    en: 'The requester closes its case: accesses kept from view until then can be seen',
  },
});
