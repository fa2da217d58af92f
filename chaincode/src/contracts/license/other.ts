import { schemas } from '../../domain/index.js';
import { act } from './act.js';

/** 其他: a state the national codes have no name for, described in a text whose digest stands here. */
export const other = act('other', schemas.other, ({ description }) => ({ g: description }));
