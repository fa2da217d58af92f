import type { GradeAnswer } from '../../domain/index.js';
import { schemas } from '../../domain/index.js';
import { read } from '../operation.js';
import { gradeFor } from './sets.js';

/** The grade an enterprise has, or had, at an instant; nothing is stored. */
export const gradeAt = read('credit:gradeAt', schemas.gradeAt, async ({ state }, { subject, at }) => {
  const { counted, ...graded } = await gradeFor(state, subject, at);
  return { v: 1, subject, at, ...graded, counted: [...counted] } satisfies GradeAnswer;
});
