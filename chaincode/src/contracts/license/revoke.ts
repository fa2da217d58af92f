import { schemas } from '../../domain/index.js';
import { act } from './act.js';

/** 吊销: a penalty (行政处罚法 art. 9). */
export const revoke = act('revoke', schemas.revoke);
