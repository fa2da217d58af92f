import { schemas } from '../../domain/index.js';
import { act } from './act.js';

/** 办理转出: on its way to another region. */
export const transferOut = act('transferOut', schemas.transferOut, ({ destination }) => ({ d: destination }));
