import { HanlianError } from '@hanlian/chaincode/domain';
import { Router } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import { checked } from '@hanlian/chaincode/domain';
import type { SentFile } from '../services/uploads/rejects.js';
import { authorise, identify, refuseStranger, requireStanding } from './authentication.js';
import { bodyValue, readBody } from './body.js';
import type { Call, Endpoint, Hub } from './endpoint.js';
import { announceFile, fileIn } from './file.js';
import type { Limiter } from './limits.js';
import { onceOf, requireIdempotencyKey } from './once.js';
import { sendAnswer, sendFile } from './respond.js';
import { revisionOf } from './revision.js';

const BODY_LIMIT = 256 * 1024;

/** `/v1/licenses/{id}` as Express writes it; `{path*}` stands for several parts. */
const expressPath = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, ':$1').replaceAll(/\{(\w+)\*\}/g, '*$1');

const once = ({ originalUrl, headers }: Request, { locals }: Response): Call['once'] =>
  locals.idempotencyKey === undefined
    ? undefined
    : onceOf(locals.idempotencyKey, originalUrl, headers['if-match'], locals.bytes ?? Buffer.alloc(0));

function queryOf({ query }: Endpoint, request: Request): unknown {
  if (query !== undefined) return checked(query, request.query);
  const [unknown] = request.originalUrl.includes('?') ? Object.keys(request.query) : [];
  if (unknown === undefined) return undefined;
  throw new HanlianError('FIELD_UNKNOWN', 'This address takes no query', { field: unknown });
}

function bodyOf({ body, takes }: Endpoint, { locals }: Response): unknown {
  if (body === undefined) return undefined;
  const bytes = locals.bytes as Buffer;
  return takes === undefined ? checked(body, bodyValue(bytes)) : bytes;
}

function goneOf(response: Response): AbortSignal {
  const left = (): HanlianError =>
    new HanlianError('REQUEST_MALFORMED', 'Whoever asked has left before the answer');
  if (response.closed) return AbortSignal.abort(left());
  const gone = new AbortController();
  // It closes as well when all of the answer has gone out.
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(left());
  });
  return gone.signal;
}

/** Checks every part of a request against the endpoint's schemas. */
const callOf = (endpoint: Endpoint, hub: Hub, request: Request, response: Response): Call => ({
  hub,
  caller: response.locals.caller,
  params: endpoint.params && checked(endpoint.params, request.params),
  query: queryOf(endpoint, request),
  body: bodyOf(endpoint, response),
  once: once(request, response),
  // Read only by an endpoint that takes one, whose chain has looked at the headers.
  get file() {
    return fileIn(request, () => requireStanding(hub.services.callers, endpoint.scope, response));
  },
  // Made for an endpoint that looks at it.
  get gone() {
    return goneOf(response);
  },
  address: request.socket.remoteAddress ?? '',
  ifMatch: revisionOf(request.headers['if-match']),
});

const run =
  (endpoint: Endpoint, hub: Hub): RequestHandler =>
  async (request, response) => {
    requireStanding(hub.services.callers, endpoint.scope, response);
    const answer = await endpoint.handler(callOf(endpoint, hub, request, response));
    if (endpoint.answer.files === undefined) sendAnswer(endpoint, request, response, answer);
    else await sendFile(response, answer as SentFile);
  };

const named =
  ({ path }: Endpoint): RequestHandler =>
  (_request, response, next) => {
    response.locals.route = path;
    next();
  };

/** While the log has forked, nothing is written that would have to be sorted out later. */
const requireWholeLog =
  (hub: Hub): RequestHandler =>
  async (_request, _response, next) => {
    await hub.services.log.requireWhole();
    next();
  };

/** What a request passes on its way to the handler, in this order. */
function chain(endpoint: Endpoint, hub: Hub, limiter: Limiter): RequestHandler[] {
  const { scope, idempotent, body, bodyLimit, takes, takesFile } = endpoint;
  return [
    named(endpoint),
    identify(hub.services.callers),
    ...limiter.handlersFor(endpoint),
    refuseStranger,
    authorise(scope),
    ...(idempotent ? [requireWholeLog(hub), requireIdempotencyKey] : []),
    ...(body === undefined ? [] : [readBody(bodyLimit ?? BODY_LIMIT, takes)]),
    ...(takesFile ? [announceFile] : []),
    run(endpoint, hub),
  ];
}

const allowOf = (endpoints: readonly Endpoint[]): string =>
  endpoints
    .flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    .concat('OPTIONS')
    .join(', ');

/** Answers OPTIONS, and every method the address does not take. */
const otherMethods =
  (allow: string): RequestHandler =>
  (request, response) => {
    response.setHeader('Allow', allow);
    if (request.method !== 'OPTIONS') {
      throw new HanlianError('METHOD_NOT_ALLOWED', `This address takes ${allow}`, { expected: allow });
    }
    response.status(204).end();
  };

const REGISTER = { GET: 'get', POST: 'post', PUT: 'put' } as const;

/** Routes every endpoint; other methods and other addresses are refused in the same form as any error. */
export function routerOf(endpoints: readonly Endpoint[], hub: Hub, limiter: Limiter): Router {
  const router = Router({ caseSensitive: true, strict: true });
  for (const [path, atPath] of Map.groupBy(endpoints, (endpoint) => endpoint.path)) {
    const route = router.route(expressPath(path));
    for (const endpoint of atPath) {
      const handlers = chain(endpoint, hub, limiter);
      route[REGISTER[endpoint.method]](...handlers);
    }
    route.all(otherMethods(allowOf(atPath)));
  }
  router.use(() => {
    throw new HanlianError('NOT_FOUND', 'Nothing is at this address');
  });
  return router;
}
