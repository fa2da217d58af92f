import { api, type TaskAnswer } from '@hanlian/chaincode/domain';

/** Whether what was sent waits for the second person. */
export const isTask = (answer: object): answer is TaskAnswer => 'preparer' in answer;

/** What a write answers that waits for the second person. */
export const FOR_TWO = {
  status: 202,
  schema: api.taskAnswer,
  applies: isTask,
} as const;

export const locationOf = ({ id }: Pick<TaskAnswer, 'id'>): { Location: string } => ({
  Location: `/v1/tasks/${id}`,
});
