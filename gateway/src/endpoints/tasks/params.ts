import { api } from '@hanlian/chaincode/domain';
import type { ErrorCode } from '@hanlian/chaincode/domain';
import { z } from 'zod';

/** What names a task. */
export const params = z.strictObject({ id: api.taskId });

/** What a decision may be refused with. */
export const OF_DECISION: readonly ErrorCode[] = ['NOT_FOUND', 'TASK_CLOSED'];
