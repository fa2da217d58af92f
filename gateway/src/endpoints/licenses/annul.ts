import { api } from '@hanlian/chaincode/domain';
import { act } from './act.js';

export const annul = act('annul', { zh: '撤销证照', en: 'Annul a certificate' }, api.actInput);
