import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { HanlianError, MAX_COSIGN_REQUEST, utf8Decode, type ErrorCode } from '@hanlian/chaincode/domain';
import type { Witness } from './witness.js';

const REQUEST_TIMEOUT_MS = 10_000;
const HTTP_INTERNAL = 500;

/** As c2sp.org/tlog-witness wants it. */
const STATUS: Readonly<Partial<Record<ErrorCode, number>>> = {
  WITNESS_REQUEST_MALFORMED: 400,
  NOTE_MALFORMED: 400,
  CHECKPOINT_MALFORMED: 400,
  UTF8_INVALID: 400,
  NOTE_UNSIGNED: 403,
  NOTE_SIGNATURE_WRONG: 403,
  WITNESS_LOG_UNKNOWN: 404,
  WITNESS_SIZE_CONFLICT: 409,
  LOG_FORKED: 409,
  BODY_TOO_LARGE: 413,
  LOG_INCONSISTENT: 422,
};

/** The HTTP server of a witness. `say` hears of what the operator should know. */
export function witnessServer(witness: Witness, say: (line: string) => void): Server {
  const server = createServer((request, response) => {
    void answer(witness, request, say).then(
      ({ status, type, text }) => {
        // A body that was not read to its end makes the connection useless.
        if (!request.complete) response.setHeader('Connection', 'close');
        response.writeHead(status, { 'Content-Type': type }).end(text);
      },
      failed(response, say),
    );
  });
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  return server;
}

const failed =
  (response: ServerResponse, say: (line: string) => void) =>
  (error: unknown): void => {
    say(`request failed: ${String(error)}`);
    response.writeHead(HTTP_INTERNAL).end();
  };

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const TEXT = 'text/plain; charset=utf-8';

async function answer(
  witness: Witness,
  request: IncomingMessage,
  say: (line: string) => void,
): Promise<Answer> {
  if (request.url !== '/add-checkpoint') return { status: 404, type: TEXT, text: '' };
  if (request.method !== 'POST') return { status: 405, type: TEXT, text: '' };
  let body = '';
  try {
    body = utf8Decode(await bodyOf(request));
    return { status: 200, type: TEXT, text: await witness.cosign(body) };
  } catch (error) {
    if (!(error instanceof HanlianError)) throw error;
    const status = STATUS[error.code];
    if (status === undefined) throw error;
    if (error.code.startsWith('LOG_')) say(`${error.code}: ${error.message}; kept as evidence`);
    return status === 409
      ? { status, type: 'text/x.tlog.size', text: `${witness.lastSize(body)}\n` }
      : { status, type: TEXT, text: `${error.code}: ${error.message}\n` };
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MAX_COSIGN_REQUEST) {
      throw new HanlianError('BODY_TOO_LARGE', 'The request is too large', { expected: MAX_COSIGN_REQUEST });
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}
