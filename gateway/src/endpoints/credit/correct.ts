import { api } from '@hanlian/chaincode/domain';
import { act } from './act.js';
import { FACTS } from './examples.js';
import { OF_FACTS } from './params.js';

export const correct = act(
  'correct',
  { zh: '更正信用信息条目', en: 'Correct a credit entry' },
  api.correctEntryInput,
  { example: { facts: FACTS }, refusals: OF_FACTS },
);
