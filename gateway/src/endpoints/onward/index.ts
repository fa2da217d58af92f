import type { Endpoint } from '../../http/endpoint.js';
import { confirm } from './confirm.js';
import { get } from './get.js';
import { handOn } from './hand-on.js';
import { hear } from './hear.js';

/** Products that operators of public data hand on. */
export const onwardEndpoints: readonly Endpoint[] = [handOn, confirm, get, hear];
