import { schemas } from '../../domain/index.js';
import { act } from './act.js';

/** 注销: its procedural end (行政许可法 art. 70). */
export const deregister = act('deregister', schemas.deregister);
