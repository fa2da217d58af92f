import { api } from '@hanlian/chaincode/domain';
import { act } from './act.js';

export const revoke = act('revoke', { zh: '吊销证照', en: 'Revoke a certificate' }, api.actInput);
