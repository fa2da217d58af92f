import type { RequestHandler } from 'express';
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Services } from '../services/types.js';
import type { Ending } from '../vitals/endings.js';
import { createVitalGauges } from './vital-gauges.js';

export interface Metrics {
  /** Times each request and counts refusals by code. */
  readonly handler: RequestHandler;
  /** All there is to tell now, in the Prometheus text format. */
  readonly text: () => Promise<string>;
}

export interface MetricsOptions {
  /** Whether those of the whole process are added: one hub of a process gives them. */
  readonly ofProcess?: boolean;
  /** Whose state the gauges show. */
  readonly health: Services['health'];
  /** What ends of the door itself: its certificate. */
  readonly doors?: readonly Ending[];
}

/** Seconds; finer where the hub's answers usually lie. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A hub's own metrics. */
export function createMetrics({ ofProcess = false, health, doors = [] }: MetricsOptions): Metrics {
  const registry = new Registry();
  const gauges = createVitalGauges(registry, health, doors);
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
  const text = async (): Promise<string> => {
    await gauges.refresh();
    return registry.metrics();
  };
  return { handler, text };
}
