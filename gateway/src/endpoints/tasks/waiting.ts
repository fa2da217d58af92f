import { api, type SigningAnswer, type TaskAnswer } from '@hanlian/chaincode/domain';

/** Whether what was sent waits: for the second person, or for its caller's own signature. */
export const isWaiting = (answer: object): answer is TaskAnswer | SigningAnswer =>
  'preparer' in answer || 'sign' in answer;

/** What a write answers that waits. */
export const WAITING = {
  status: 202,
  schema: api.waitingAnswer,
  applies: isWaiting,
} as const;

export const locationOf = (answer: { readonly id: string }): { Location: string } => ({
  Location: `/v1/${'sign' in answer ? 'signings' : 'tasks'}/${answer.id}`,
});
