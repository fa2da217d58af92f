import { replaceBy } from './replace.js';

/** 变更. */
export const amend = replaceBy('amend');
