import { schemas } from '../../domain/index.js';
import { entryAct } from './act.js';

/** 更正: the entry says something else from now on; what it said stays in its history. */
export const correct = entryAct('correct', schemas.correctEntry, ({ facts }) => ({ facts }));
