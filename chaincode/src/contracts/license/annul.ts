import { schemas } from '../../domain/index.js';
import { act } from './act.js';

/** 撤销: it should never have been granted (行政许可法 art. 69). */
export const annul = act('annul', schemas.annul);
