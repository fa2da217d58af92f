import { randomUUID } from 'node:crypto';
import autocannon from 'autocannon';
import type { Options, Request, Result } from 'autocannon';

/** A hub that listens, and what to ask it for. */
export interface HttpTarget {
  readonly url: string;
  /** The key of a caller who may issue. */
  readonly key: string;
  /** A certificate to verify by its identifier. */
  readonly id: string;
  /** The body of an issue of one certificate without a serial, so that each request issues another. */
  readonly issue: object;
}

export interface HttpBenchOptions {
  readonly connections?: number;
  readonly seconds?: number;
}

/** One line of the report: requests a second, and how long they took in milliseconds. */
export interface HttpRate {
  readonly work: string;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

interface Work extends Partial<Options> {
  readonly work: string;
  readonly path: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };

const verification = ({ id }: HttpTarget): Work => ({
  work: 'verify by identifier over HTTP',
  path: '/v1/verifications',
  method: 'POST',
  headers: JSON_TYPE,
  body: JSON.stringify({ id }),
});

const reading = ({ key, id }: HttpTarget): Work => ({
  work: 'read a certificate over HTTP',
  path: `/v1/licenses/${id}`,
  method: 'GET',
  headers: { authorization: `Bearer ${key}` },
});

const issuing = ({ key, issue }: HttpTarget): Work => ({
  work: 'issue one certificate over HTTP, sealed, salted, durable',
  path: '/v1/licenses',
  requests: [
    {
      method: 'POST',
      path: '/v1/licenses',
      body: JSON.stringify(issue),
      setupRequest: (request: Request): Request => ({
        ...request,
        headers: { ...JSON_TYPE, authorization: `Bearer ${key}`, 'idempotency-key': randomUUID() },
      }),
    },
  ],
});

/** A benchmark whose requests fail measures the wrong thing. */
function requireAnswers(work: string, { errors, timeouts, non2xx }: Result): void {
  const failed = errors + timeouts + non2xx;
  if (failed > 0) throw new Error(`${work}: ${failed} requests failed`);
}

async function run(
  url: string,
  { work, path, ...request }: Work,
  { connections = 64, seconds = 10 }: HttpBenchOptions,
): Promise<HttpRate> {
  const result = await autocannon({
    ...request,
    url: url + path,
    connections,
    duration: seconds,
  });
  requireAnswers(work, result);
  return {
    work,
    perSecond: Math.round(result.requests.average),
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}

/**
 * The hub behind its door, one kind of request after the other. The load comes from this process: let the hub be
 * another one.
 */
export async function benchHttp(target: HttpTarget, options: HttpBenchOptions = {}): Promise<HttpRate[]> {
  const rates: HttpRate[] = [];
  for (const work of [verification(target), reading(target), issuing(target)]) {
    rates.push(await run(target.url, work, options));
  }
  return rates;
}
