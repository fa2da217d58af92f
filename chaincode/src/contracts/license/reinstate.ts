import { schemas } from '../../domain/index.js';
import { act } from './act.js';

/** 发还, before a suspension ends by itself. */
export const reinstate = act('reinstate', schemas.reinstate);
