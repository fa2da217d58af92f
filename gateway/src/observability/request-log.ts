import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { loggable } from './loggable.js';

/** What may be kept of a request: never its address as sent, a header, a query value or a body. */
function entryOf(request: Request, response: Response, started: number): Record<string, unknown> {
  const { requestId, route, code, caller, fault } = response.locals;
  return {
    requestId,
    method: request.method,
    route,
    status: response.headersSent ? response.statusCode : undefined,
    ms: Math.round((performance.now() - started) * 1000) / 1000,
    caller: caller?.id,
    code,
    ...(!response.writableFinished && { cut: true }),
    ...(fault && { error: loggable(fault) }),
  };
}

/** Logs one line a request, once it is answered or cut. */
export const requestLog =
  (logger: Logger): RequestHandler =>
  (request, response, next) => {
    const started = performance.now();
    response.once('close', () => {
      const level = response.locals.fault === undefined ? 'info' : 'error';
      if (logger.isLevelEnabled(level)) logger[level](entryOf(request, response, started), 'request');
    });
    next();
  };
