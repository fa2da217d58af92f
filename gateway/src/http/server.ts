import { createServer as createNodeServer } from 'node:http';
import type { Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TlsOptions } from 'node:tls';
import express from 'express';
import type { Express, RequestHandler } from 'express';
import helmet from 'helmet';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { endpoints } from '../endpoints/index.js';
import { createMetrics } from '../observability/metrics.js';
import { requestLog } from '../observability/request-log.js';
import { describeApi } from '../openapi/document.js';
import type { Services } from '../services/types.js';
import { endOf } from '../vitals/endings.js';
import { answerBrokenRequest, hangUp } from './broken.js';
import { requirePlainHead } from './head.js';
import { createLimiter, DEFAULT_LIMITS, Load } from './limits.js';
import type { Limiter, Limits } from './limits.js';
import { requestId } from './request-id.js';
import { sendProblem } from './respond.js';
import { routerOf } from './router.js';

export interface ServerOptions {
  /** Silent when absent. */
  readonly logger?: Logger;
  /** Whether this door's metrics tell of the whole process too: one door of a process does. */
  readonly ofProcess?: boolean;
  readonly limits?: Partial<Limits>;
  /** How long a client may take, in milliseconds. */
  readonly timeouts?: Partial<Timeouts>;
  /** Plain HTTP when absent: then only what is before the hub may be reached from elsewhere. */
  readonly tls?: Tls;
}

/** All in PEM. */
export interface Tls {
  readonly key: string;
  readonly certificate: string;
  /** The authorities whose certificates callers may show; without them, none is asked for. */
  readonly clientAuthorities?: string;
}

interface Timeouts {
  readonly headers: number;
  readonly request: number;
  readonly keepAlive: number;
}

const DEFAULT_TIMEOUTS: Timeouts = { headers: 10_000, request: 60_000, keepAlive: 15_000 };
const DRAIN_MS = 10_000;
/** What an answer may still take to reach its caller once nothing is being worked on. */
const LAST_WORDS_MS = 250;

/** The REST door of one hub. */
export interface HttpServer {
  /** Begins to accept; port 0 takes any free one. */
  listen(port: number, host: string): Promise<{ readonly port: number; readonly url: string }>;
  /**
   * Lets what is being worked on finish for at most `graceMs`, then cuts what is left. Whoever comes meanwhile is told
   * 503 and to come by another connection; only then is nobody listened to any more.
   */
  close(graceMs?: number): Promise<void>;
}

/** Answers may hold what only this caller may see; a reader that keeps one asks again with If-None-Match. */
const keepNothing: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};

const memoised = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

/** Made once: it takes long enough that asking for it again and again would be felt. */
const openapi = memoised(() => describeApi(endpoints));

function appOf(services: Services, options: ServerOptions, load: Load, limiter: Limiter): Express {
  const { logger = pino({ level: 'silent' }), ofProcess = false, tls } = options;
  const doors = tls ? [endOf('tls', 'server', tls.certificate)] : [];
  const metrics = createMetrics({ ofProcess, health: services.health, doors });
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('strict routing').enable('case sensitive routing');
  app.use(requestId, requestLog(logger), metrics.handler, helmet(), keepNothing, load.handler);
  app.use(requirePlainHead);
  app.use(routerOf(endpoints, { services, metrics, openapi }, limiter));
  app.use(sendProblem);
  return app;
}

/** Whoever shows no certificate, or a wrong one, is told so in an answer rather than by a broken handshake. */
const secure = ({ key, certificate, clientAuthorities }: Tls): TlsOptions => ({
  key,
  cert: certificate,
  minVersion: 'TLSv1.2',
  ...(clientAuthorities !== undefined && {
    ca: clientAuthorities,
    requestCert: true,
    rejectUnauthorized: false,
  }),
});

function nodeServerOf(app: Express, timeouts: Timeouts, tls: Tls | undefined): Server {
  const options = {
    headersTimeout: timeouts.headers,
    requestTimeout: timeouts.request,
    keepAliveTimeout: timeouts.keepAlive,
    connectionsCheckingInterval: Math.min(1000, timeouts.headers),
    maxHeaderSize: 16 * 1024,
    // Looked for in head.ts, which answers as for any other error.
    requireHostHeader: false,
  };
  const server = tls ? createTlsServer({ ...options, ...secure(tls) }) : createNodeServer(options);
  server.on('request', app);
  // The body's reader asks for it; whoever is refused before must not leave half a request on the connection.
  server.on('checkContinue', (request, response) => {
    response.setHeader('Connection', 'close');
    app(request, response);
  });
  server.on('checkExpectation', app);
  // The hub is nobody's proxy.
  server.on('connect', (_request, socket) => {
    hangUp(socket, 'REQUEST_MALFORMED');
  });
  server.on('clientError', answerBrokenRequest);
  return server;
}

const listening = (server: Server, port: number, host: string): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server.address() as AddressInfo);
    });
  });

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });

/** Builds the REST door on a hub's services; nothing is bound before `listen`. */
export function createServer(services: Services, options: ServerOptions = {}): HttpServer {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const load = new Load(limits.concurrent);
  const limiter = createLimiter(limits);
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const server = nodeServerOf(appOf(services, options, load, limiter), timeouts, options.tls);
  const scheme = options.tls === undefined ? 'http' : 'https';
  return {
    async listen(port, host) {
      const address = await listening(server, port, host);
      const shown = host.includes(':') ? `[${host}]` : host;
      return { port: address.port, url: `${scheme}://${shown}:${address.port}` };
    },
    async close(graceMs = DRAIN_MS) {
      await load.drained(graceMs);
      const cut = setTimeout(() => server.closeAllConnections(), LAST_WORDS_MS);
      await closed(server);
      clearTimeout(cut);
      limiter.close();
    },
  };
}
