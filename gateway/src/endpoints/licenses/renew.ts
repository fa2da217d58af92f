import { api } from '@hanlian/chaincode/domain';
import { act } from './act.js';
import { certificateExample } from './examples.js';

export const renew = act(
  'renew',
  { zh: '延续证照，生成新版本', en: 'Renew a certificate: a new version, the old one void' },
  api.replaceInput,
  { certificate: certificateExample },
);
