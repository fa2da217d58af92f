import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';

const ACCEPTABLE = /^[A-Za-z0-9._-]{1,64}$/;

/** Gives each request an id: the caller's own where it is harmless in a header and a log line, else a new one. */
export const requestId: RequestHandler = (request, response, next) => {
  const offered = request.headers['x-request-id'];
  const id = typeof offered === 'string' && ACCEPTABLE.test(offered) ? offered : randomUUID();
  response.locals.requestId = id;
  response.setHeader('X-Request-Id', id);
  next();
};
