import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';

const ACCEPTABLE = /^[A-Za-z0-9._-]{1,64}$/;
/** A citizen or passport number, a telephone number: what stands in log lines must not be one. */
const MAY_BE_PERSONAL = /\d{8}/;

const isHarmless = (id: string): boolean => ACCEPTABLE.test(id) && !MAY_BE_PERSONAL.test(id);

/** Gives each request an id: the caller's own where it is harmless in a header and a log line, else a new one. */
export const requestId: RequestHandler = (request, response, next) => {
  const offered = request.headers['x-request-id'];
  const id = typeof offered === 'string' && isHarmless(offered) ? offered : randomUUID();
  response.locals.requestId = id;
  response.setHeader('X-Request-Id', id);
  next();
};
