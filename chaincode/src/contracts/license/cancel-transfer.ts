import { schemas } from '../../domain/index.js';
import { act } from './act.js';

/** 取消转出. */
export const cancelTransfer = act('cancelTransfer', schemas.cancelTransfer);
