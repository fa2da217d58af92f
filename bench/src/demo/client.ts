import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

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
