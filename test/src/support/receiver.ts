import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

/** One request that came in. */
export interface Got {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What to answer: a status, or whatever is done with the response. */
export type Answering = (got: Got, response: ServerResponse) => number | undefined;

/** A receiver of webhooks on this machine. */
export class Receiver {
  readonly got: Got[] = [];
  answering: Answering;
  readonly #server: Server;
  #waiting: (() => void)[] = [];

  private constructor(server: Server, answering: Answering) {
    this.#server = server;
    this.answering = answering;
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const got = { headers: request.headers, body: Buffer.concat(chunks).toString() };
        this.got.push(got);
        const status = this.answering(got, response);
        if (status !== undefined) response.writeHead(status).end();
        for (const wake of this.#waiting.splice(0)) wake();
      });
    });
  }

  static async open(answering: Answering = () => 204, tls?: ServerOptions): Promise<Receiver> {
    const server = tls === undefined ? createServer() : createTlsServer(tls);
    const receiver = new Receiver(server, answering);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/in`;
  }

  /** The places in the feed of what came in. */
  get positions(): number[] {
    return this.got.map(({ body }) => Number((JSON.parse(body) as { position: string }).position));
  }

  /** The kinds of what came in, each with its place in the feed. */
  get told(): string[] {
    return this.got.map(({ body }) => {
      const { type, position } = JSON.parse(body) as { type: string; position: string };
      return `${position} ${type}`;
    });
  }

  /** Returns when so many requests have come in. */
  async has(count: number): Promise<void> {
    while (this.got.length < count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}
