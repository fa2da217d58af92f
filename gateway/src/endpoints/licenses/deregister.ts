import { api } from '@hanlian/chaincode/domain';
import { act } from './act.js';

export const deregister = act('deregister', { zh: '注销证照', en: 'Deregister a certificate' }, api.actInput);
