import { schemas } from '../../domain/index.js';
import { act } from './act.js';

/** 年检: noted on the license, without changing its state. */
export const inspect = act('inspect', schemas.inspect, ({ passed, nextDue }) => ({
  r: passed,
  ...(nextDue !== undefined && { u: nextDue }),
}));
