import { HanlianError } from '@hanlian/chaincode/domain';
import type { Response } from 'express';
import type { RequestHandler } from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { LedgerError } from '../ledger/port.js';

/**
 * An error as a log may keep it. Only our own messages are kept: any other may quote the text that was being
 * worked on, and so a person.
 */
export function loggable(error: Error): Record<string, unknown> {
  const ours = error instanceof HanlianError || error instanceof LedgerError;
  return {
    name: error.name,
    code: (error as { code?: unknown }).code,
    ...(ours && { message: error.message }),
    frames: error.stack?.split('\n').filter((line) => line.startsWith('    at ')),
    ...(error.cause instanceof Error && { cause: loggable(error.cause) }),
  };
}

/** One line a request: never an address as sent, a header, a query value or a body. */
const fieldsOf = (
  request: IncomingMessage,
  response: ServerResponse,
  ms: number,
): Record<string, unknown> => {
  const { requestId, route, code, caller } = (response as Response).locals;
  return {
    requestId,
    method: request.method,
    route,
    status: response.statusCode,
    ms,
    caller: caller?.id,
    code,
  };
};

/** Logs each request once it is answered. */
export const requestLog = (logger: Logger): RequestHandler =>
  pinoHttp({
    logger,
    quietReqLogger: true,
    quietResLogger: true,
    genReqId: (_request, response) => (response as Response).locals.requestId,
    customLogLevel: (_request, response) => (response.statusCode >= 500 ? 'error' : 'info'),
    customSuccessMessage: () => 'request',
    customErrorMessage: () => 'request',
    customSuccessObject: (request, response, { responseTime }: { responseTime: number }) =>
      fieldsOf(request, response, responseTime),
    customErrorObject: (request, response, error, { responseTime }: { responseTime: number }) => ({
      ...fieldsOf(request, response, responseTime),
      ...(response.err && { error: loggable(error) }),
    }),
  });
