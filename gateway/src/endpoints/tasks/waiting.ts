import { api } from '@hanlian/chaincode/domain';

/** What a write on a type for two people answers: it waits for the second. */
export const WAITING = {
  status: 202,
  schema: api.taskAnswer,
  applies: (answer: object): boolean => 'preparer' in answer,
} as const;

export const locationOf = ({ id }: { readonly id: string }): { Location: string } => ({
  Location: `/v1/tasks/${id}`,
});
