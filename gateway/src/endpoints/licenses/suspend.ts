import { api } from '@hanlian/chaincode/domain';
import { act } from './act.js';

export const suspend = act('suspend', { zh: '暂扣证照', en: 'Suspend a certificate' }, api.suspendInput, {
  until: '2026-12-31',
});
