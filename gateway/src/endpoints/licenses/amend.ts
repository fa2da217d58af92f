import { api } from '@hanlian/chaincode/domain';
import { act } from './act.js';
import { certificateExample } from './examples.js';

export const amend = act(
  'amend',
  { zh: '变更证照内容，生成新版本', en: 'Amend a certificate: its content in a new version' },
  api.replaceInput,
  { certificate: certificateExample },
);
