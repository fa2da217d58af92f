import { api } from '@hanlian/chaincode/domain';
import { act } from './act.js';

export const annul = act('annul', { zh: '撤销信用信息条目', en: 'Annul a credit entry' }, api.entryActInput);
