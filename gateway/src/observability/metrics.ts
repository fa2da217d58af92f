import type { RequestHandler } from 'express';
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  /** Times each request and counts refusals by code. */
  readonly handler: RequestHandler;
}

/** Seconds; finer where the hub's answers usually lie. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A hub's own metrics. `ofProcess` adds those of the whole process: let one hub of a process give them. */
export function createMetrics({ ofProcess = false }: { readonly ofProcess?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'hanlian_http_request_duration_seconds',
    help: 'Time from the first header to the last byte, by method, path template and status',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: BUCKETS,
    registers: [registry],
  });
  const refusals = new Counter({
    name: 'hanlian_http_refusals_total',
    help: 'Requests refused, by error code',
    labelNames: ['code'] as const,
    registers: [registry],
  });

  const handler: RequestHandler = (request, response, next) => {
    const started = performance.now();
    response.once('close', () => {
      const { route = 'none', code } = response.locals;
      const status = response.headersSent ? response.statusCode : 'cut';
      const labels = { method: request.method, route, status };
      duration.observe(labels, (performance.now() - started) / 1000);
      if (code !== undefined) refusals.inc({ code });
    });
    next();
  };
  return { registry, handler };
}
