import { replaceBy } from './replace.js';

/** 延续. */
export const renew = replaceBy('renew');
