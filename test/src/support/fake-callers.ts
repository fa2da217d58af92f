import { HanlianError } from '@hanlian/chaincode/domain';
import type { CallerAnswer, CredentialAnswer, SigningAnswer } from '@hanlian/chaincode/domain';

const RANDOM = 'A'.repeat(22);

/** The one caller that the small hub tells of. */
export const CALLER: CallerAnswer = {
  id: 'market-clerk',
  name: '示例市市场监督管理局 经办',
  role: 'clerk',
  department: '11410800MB18523953',
  person: 'O201',
  scopes: ['license:get'],
  state: 'active',
  revision: 0,
};
export function rosterEntry(id: string): CallerAnswer {
  if (id === CALLER.id) return CALLER;
  throw new HanlianError('NOT_FOUND', 'No such caller');
}
/** The one credential of the small hub. */
export const CREDENTIAL: CredentialAnswer = {
  id: `0000000-${RANDOM}`,
  kind: 'key',
  caller: 'clerk',
  name: 'first key',
  state: 'active',
  scopes: ['license:get'],
  createdAt: '2026-11-20T04:00:00Z',
};
/** The one write there that its caller signs. */
export const SIGNING: SigningAnswer = { id: RANDOM, state: 'working', sign: [] };
export function signingOf(id: string): SigningAnswer {
  if (id === RANDOM) return SIGNING;
  throw new HanlianError('NOT_FOUND', 'No such signing');
}
export function credentialOf(id: string): CredentialAnswer {
  if (id === CREDENTIAL.id) return CREDENTIAL;
  throw new HanlianError('NOT_FOUND', 'No such credential');
}
