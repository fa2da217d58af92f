import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { HanlianError, type JsonObject } from '@hanlian/chaincode/domain';

const LONGEST_WAIT_MS = 60_000;
const AGAIN_MS = 200;

/** One line of `sample-callers.json`. */
export interface SampleCaller {
  readonly name: string;
  readonly role: string;
  readonly organisation: string;
  readonly department: string;
  readonly key: string;
  readonly url: string;
}

export async function sampleCallers(data: string): Promise<readonly SampleCaller[]> {
  return JSON.parse(await readFile(join(data, 'sample-callers.json'), 'utf8')) as SampleCaller[];
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Someone at a hub's door: with a key, or without one. */
export class Visitor {
  readonly url: string;
  readonly #key: string | undefined;

  constructor(url: string, key?: string) {
    this.url = url;
    this.#key = key;
  }

  async get(path: string): Promise<Answer> {
    return this.#ask(path, {});
  }

  async post(path: string, body: unknown, idempotencyKey?: string): Promise<Answer> {
    const headers = new Headers({ 'content-type': 'application/json' });
    if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
    return this.#ask(path, { method: 'POST', body: JSON.stringify(body), headers });
  }

  async put(path: string, body: unknown, idempotencyKey: string): Promise<Answer> {
    const headers = new Headers({ 'content-type': 'application/json', 'idempotency-key': idempotencyKey });
    return this.#ask(path, { method: 'PUT', body: JSON.stringify(body), headers });
  }

  /** Sends a file, such as a table of certificates. */
  async send(path: string, media: string, file: string, idempotencyKey: string): Promise<Answer> {
    const headers = new Headers({ 'content-type': media, 'idempotency-key': idempotencyKey });
    return this.#ask(path, { method: 'POST', body: file, headers });
  }

  async #ask(path: string, init: { method?: string; body?: string; headers?: Headers }): Promise<Answer> {
    const headers = init.headers ?? new Headers();
    if (this.#key !== undefined) headers.set('authorization', `Bearer ${this.#key}`);
    const response = await fetch(`${this.url}${path}`, { ...init, headers });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
}

/** What a fresh record rests on stands under no cosigned checkpoint yet, or this hub's peer is a block behind another's. */
const isEarly = ({ body: { retryable, code } }: Answer): boolean =>
  retryable === true || (typeof code === 'string' && code.endsWith('_UNKNOWN'));

/** Asks again while it is too early, for a minute at most; gives the last answer. */
export async function askedAgain<T>(ask: () => Promise<T>, isTooEarly: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + LONGEST_WAIT_MS;
  for (;;) {
    const answer = await ask();
    if (!isTooEarly(answer) || Date.now() > deadline) return answer;
    await pause(AGAIN_MS);
  }
}

/** Asks until the hub has what the request rests on. */
export const whenReady = (ask: () => Promise<Answer>): Promise<Answer> => askedAgain(ask, isEarly);

/** Does it until what it rests on stands under a checkpoint that enough have signed. @throws what it fails with otherwise */
export async function whenCovered<T>(work: () => Promise<T>, early: ReadonlySet<string>): Promise<T> {
  const isEarly = (error: unknown): error is HanlianError =>
    error instanceof HanlianError && early.has(error.code);
  const attempt = (): Promise<{ done: T } | { refused: HanlianError }> =>
    work().then(
      (done) => ({ done }),
      (error: unknown) => {
        if (isEarly(error)) return { refused: error };
        throw error;
      },
    );
  const outcome = await askedAgain(attempt, (each) => 'refused' in each);
  if ('refused' in outcome) throw outcome.refused;
  return outcome.done;
}

/** What was done. @throws where it was refused */
export function made({ status, body }: Answer): JsonObject {
  if (status >= 300) throw new Error(`The hub answered ${status}: ${JSON.stringify(body)}`);
  return body as JsonObject;
}
