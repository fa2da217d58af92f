import {
  formatInstant,
  type EventType,
  type WebhookAnswer,
  type WebhookFailure,
  type WebhookPause,
} from '@hanlian/chaincode/domain';
import type { KeptSecret } from './secrets.js';

/** What a caller asked to be sent, as it is kept. Times are seconds since 1970. */
export interface Subscription {
  readonly v: 1;
  readonly id: string;
  readonly caller: string;
  readonly department: string;
  /** The credential it was made or last changed with. */
  readonly madeWith?: string;
  readonly name: string;
  readonly url: string;
  readonly types?: readonly EventType[];
  readonly createdAt: number;
  readonly paused?: WebhookPause;
  readonly secrets: readonly KeptSecret[];
}

/** How far a webhook has come. Times are milliseconds since 1970. */
export interface Progress {
  /** The position up to which nothing is left to send. */
  readonly position: number;
  /** Of the event after it. */
  readonly attempts: number;
  /** When the last attempt failed first, with no delivery since. */
  readonly failingSince?: number;
  readonly retryAt?: number;
  readonly last?: WebhookFailure;
}

/** An event that was given up, by its position in the feed. */
export interface DeadRecord {
  readonly position: number;
  /** Whether its owner asks for one more attempt. */
  readonly waiting: boolean;
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly last: WebhookFailure;
  readonly answer?: string;
}

const instant = (milliseconds: number): string => formatInstant(Math.floor(milliseconds / 1000));

/** What may be shown of it: everything but the secrets. */
export function answerOf(subscription: Subscription, progress: Progress, now: number): WebhookAnswer {
  const { id, name, url, types, createdAt, paused, secrets } = subscription;
  return {
    id,
    name,
    url,
    ...(types && { types: [...types] }),
    state: paused === undefined ? 'active' : 'paused',
    ...(paused !== undefined && { pausedFor: paused }),
    createdAt: formatInstant(createdAt),
    position: String(progress.position),
    ...failingOf(progress),
    secrets: secrets
      .filter(({ until }) => until === undefined || now < until)
      .map(({ since, until }) => ({
        since: formatInstant(since),
        ...(until !== undefined && { until: formatInstant(until) }),
      })),
  };
}

function failingOf({ failingSince, attempts, retryAt, last }: Progress): Pick<WebhookAnswer, 'failing'> {
  if (failingSince === undefined || last === undefined) return {};
  const next = retryAt === undefined ? {} : { nextAttemptAt: instant(retryAt) };
  return { failing: { since: instant(failingSince), attempts, ...next, last } };
}
