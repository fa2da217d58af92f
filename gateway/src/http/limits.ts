import { HanlianError } from '@hanlian/chaincode/domain';
import type { RequestHandler } from 'express';
import { MemoryStore, ipKeyGenerator, rateLimit } from 'express-rate-limit';

export interface Limits {
  /** Requests a minute of one known caller. */
  readonly callerPerMinute: number;
  /** Requests a minute of one address that names no caller. */
  readonly anonymousPerMinute: number;
  /** Requests worked on at one time. */
  readonly concurrent: number;
}

export const DEFAULT_LIMITS: Limits = {
  callerPerMinute: 600_000,
  anonymousPerMinute: 60_000,
  concurrent: 1024,
};

export interface RateLimiter {
  readonly handler: RequestHandler;
  /** Stops the timer that forgets old callers. */
  close(): void;
}

/** Counts requests per caller, or per address where none is named, and says so in RateLimit headers. */
export function rateLimiter({ callerPerMinute, anonymousPerMinute }: Limits): RateLimiter {
  const store = new MemoryStore();
  const handler = rateLimit({
    store,
    windowMs: 60_000,
    identifier: 'per-minute',
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    limit: (_request, response) =>
      response.locals.caller === undefined ? anonymousPerMinute : callerPerMinute,
    keyGenerator: (request, response) =>
      response.locals.caller?.id ?? ipKeyGenerator(request.socket.remoteAddress ?? ''),
    handler: (_request, _response, next) => {
      next(new HanlianError('LIMIT_REACHED', 'Too many requests in this minute'));
    },
  });
  return { handler, close: () => store.shutdown() };
}

/** Counts what is being worked on; refuses more than the limit, and everything once draining. */
export class Load {
  readonly #limit: number;
  #active = 0;
  #draining = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get active(): number {
    return this.#active;
  }

  drain(): void {
    this.#draining = true;
  }

  readonly handler: RequestHandler = (request, response, next) => {
    if (this.#draining) response.setHeader('Connection', 'close');
    if (this.#draining || this.#active >= this.#limit) {
      throw new HanlianError('OVERLOADED', 'The hub takes no more requests at the moment');
    }
    this.#active++;
    response.once('close', () => {
      this.#active--;
      // Node closes only connections that are idle when it is told to; this one becomes idle now.
      if (this.#draining) request.socket.end();
    });
    next();
  };
}
