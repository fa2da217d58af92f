import type { Endpoint } from '../../http/endpoint.js';
import { checkpoint } from './checkpoint.js';
import { consistency } from './consistency.js';
import { inclusion } from './inclusion.js';
import { tile } from './tile.js';
import { witnesses } from './witnesses.js';

/** The verifiable log, as verifiers and monitors read it. */
export const logEndpoints: readonly Endpoint[] = [checkpoint, tile, inclusion, consistency, witnesses];
