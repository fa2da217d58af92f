import type { Endpoint } from '../../http/endpoint.js';
import { change as changeWebhook } from './change.js';
import { create as createWebhook } from './create.js';
import { deadLetters } from './dead-letters.js';
import { get as getWebhook } from './get.js';
import { list as listWebhooks } from './list.js';
import { redeliver } from './redeliver.js';
import { remove as deleteWebhook } from './remove.js';
import { rotate as rotateWebhook } from './rotate.js';

/** Where a caller has its events sent. */
export const webhookEndpoints: readonly Endpoint[] = [
  listWebhooks,
  createWebhook,
  getWebhook,
  changeWebhook,
  rotateWebhook,
  deleteWebhook,
  deadLetters,
  redeliver,
];
