import { request } from 'node:http';
import type { Agent, IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Uint8Array;
  /** Keeps the connection for more; one of its own when absent. */
  readonly agent?: Agent;
  /** Hangs up when it fires. */
  readonly signal?: AbortSignal;
}

export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body; undefined when there is none or it is not JSON. */
  readonly json: unknown;
}

const JSON_TYPE = /^application\/(problem\+)?json(;|$)/;

/** One request, sent as it stands: nothing is added, mended or followed. */
export const send = (
  url: string,
  { method, path, headers = {}, body, agent, signal }: Sent,
): Promise<Received> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const known = body !== undefined && headers['Transfer-Encoding'] === undefined;
    const length = known ? { 'Content-Length': Buffer.byteLength(body) } : {};
    const outgoing = request(
      { hostname, port, method, path, headers: { ...length, ...headers }, agent: agent ?? false, signal },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const isJson = JSON_TYPE.test(incoming.headers['content-type'] ?? '') && text !== '';
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text,
            json: isJson ? JSON.parse(text) : undefined,
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
