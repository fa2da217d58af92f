import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A server in front of others: always at one address, whatever stands behind it at the time. */
export interface Front {
  readonly url: string;
  /** Answers from here on as this listener does. */
  become(listener: RequestListener): void;
  /** Hands on to another server from here on. */
  handTo(url: string): void;
  close(): Promise<void>;
}

export async function openFront(): Promise<Front> {
  let present: RequestListener = (_request, response) => void response.writeHead(502).end();
  const server = createServer((request, response) => present(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const become = (listener: RequestListener): void => {
    present = listener;
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    become,
    handTo: (url) => become((request, response) => void pass(url, request, response)),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function pass(url: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { method = 'GET' } = request;
    const body = await buffer(request);
    const answer = await fetch(url + request.url!, { method, ...(method === 'POST' && { body }) });
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  } catch {
    response.writeHead(502).end();
  }
}
