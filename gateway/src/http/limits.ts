import { HanlianError } from '@hanlian/chaincode/domain';
import type { Request, RequestHandler, Response } from 'express';
import { MemoryStore, ipKeyGenerator, rateLimit } from 'express-rate-limit';

export interface Limits {
  /** Requests a minute of one known caller. */
  readonly callerPerMinute: number;
  /** Requests a minute of one address that names no caller, or a wrong one. */
  readonly anonymousPerMinute: number;
  /** Requests of one caller, or of one address that names none, worked on at one time. */
  readonly callerConcurrent: number;
  /** Requests worked on at one time. */
  readonly concurrent: number;
}

export const DEFAULT_LIMITS: Limits = {
  callerPerMinute: 600_000,
  anonymousPerMinute: 60_000,
  callerConcurrent: 512,
  concurrent: 1024,
};

/** Keeps one caller, or one address, from taking what is there for all. */
export interface Limiter {
  /** Where somebody is known or wrong is settled before; a stranger is counted even where nobody else is. */
  handlersFor(endpoint: { readonly unlimited?: true }): readonly RequestHandler[];
  /** Stops the timer that forgets old callers. */
  close(): void;
}

/** Whose requests are counted together. */
const whose = (request: Request, { locals }: Response): string =>
  locals.caller === undefined
    ? `address ${ipKeyGenerator(request.socket.remoteAddress ?? '')}`
    : `caller ${locals.caller.id}`;

/** Counts requests by the minute, and says so in RateLimit headers, and those at work. */
export function createLimiter(limits: Limits): Limiter {
  const store = new MemoryStore();
  const rate = rateHandler(limits, store);
  const strangersOnly: RequestHandler = (request, response, next) =>
    response.locals.isStranger ? rate(request, response, next) : next();
  const atOnce = concurrencyHandler(limits.callerConcurrent);
  return {
    handlersFor: ({ unlimited }) => (unlimited ? [strangersOnly] : [rate, atOnce]),
    close: () => store.shutdown(),
  };
}

const rateHandler = ({ callerPerMinute, anonymousPerMinute }: Limits, store: MemoryStore): RequestHandler =>
  rateLimit({
    store,
    windowMs: 60_000,
    identifier: 'per-minute',
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    limit: (_request, { locals: { caller } }) =>
      caller === undefined
        ? anonymousPerMinute
        : Math.min(callerPerMinute, caller.limits?.perMinute ?? Infinity),
    keyGenerator: whose,
    handler: (_request, _response, next) => {
      next(new HanlianError('LIMIT_REACHED', 'Too many requests in this minute'));
    },
  });

function concurrencyHandler(limit: number): RequestHandler {
  const active = new Map<string, number>();
  return (request, response, next) => {
    const name = whose(request, response);
    const before = active.get(name) ?? 0;
    const own = response.locals.caller?.limits?.atOnce ?? Infinity;
    if (before >= Math.min(limit, own)) throw new HanlianError('LIMIT_REACHED', 'Too many requests at once');
    active.set(name, before + 1);
    response.once('close', () => {
      const left = (active.get(name) ?? 1) - 1;
      if (left === 0) active.delete(name);
      else active.set(name, left);
    });
    next();
  };
}

/** Counts what is being worked on; refuses more than the limit, and everything once draining. */
export class Load {
  readonly #limit: number;
  #active = 0;
  #draining = false;
  #idle: () => void = () => undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get active(): number {
    return this.#active;
  }

  /** Takes nothing more; returns when all that was taken is answered, at the latest after `milliseconds`. */
  drained(milliseconds: number): Promise<void> {
    this.#draining = true;
    if (this.#active === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const late = setTimeout(resolve, milliseconds);
      this.#idle = () => {
        clearTimeout(late);
        resolve();
      };
    });
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
      if (this.#active === 0) this.#idle();
    });
    next();
  };
}
