import { schemas } from '../../domain/index.js';
import { act } from './act.js';

/** 暂扣, with an end or until reinstated. */
export const suspend = act('suspend', schemas.suspend, ({ until }) =>
  until === undefined ? {} : { u: until },
);
