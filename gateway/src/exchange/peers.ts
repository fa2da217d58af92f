import { api, checked, errorEntry, HanlianError, isErrorCode, parseJson } from '@hanlian/chaincode/domain';
import type { z } from 'zod';
import type { RegistryView } from '../services/registry-view.js';

const TIMEOUT_MS = 60_000;
const MOST_BYTES = 16 * 1024 * 1024;

/** What is asked where, and what a reply to it looks like. */
interface Errand<Reply> {
  readonly path: string;
  readonly question: object;
  readonly reply: z.ZodType<Reply>;
  /** Ends the asking, besides the time it may take. */
  readonly signal?: AbortSignal;
}

interface PeersParts {
  readonly registry: Pick<RegistryView, 'department'>;
  /** Hubs of other processes, by the departments they stand for. */
  readonly urls: ReadonlyMap<string, string>;
}

/** Whether a hub did not answer, or cannot now: what is sent to it next would fare no better. */
export const isUnreached = (error: unknown): boolean =>
  error instanceof HanlianError && errorEntry(error.code).category === 'unavailable';

/** Where the hubs of other departments are, and how they are asked. */
export class Peers {
  readonly #parts: PeersParts;
  /** Hubs of this process, by organisation. */
  readonly #here = new Map<string, string>();

  constructor(parts: PeersParts) {
    this.#parts = parts;
  }

  /** Tells where a hub of this process listens. */
  meet(mspId: string, url: string): void {
    this.#here.set(mspId, url);
  }

  /**
   * What a department's hub replies.
   *
   * @throws {HanlianError} EXCHANGE_PEER_UNKNOWN, EXCHANGE_UNREACHABLE, EXCHANGE_REPLY_WRONG, and what it refuses with
   */
  async ask<Reply>(department: string, { path, question, reply, signal }: Errand<Reply>): Promise<Reply> {
    const { ok, text } = await this.#post(this.#urlOf(department) + path, question, signal);
    if (!ok) throw refusalIn(text);
    try {
      return checked(reply, parseJson(text));
    } catch (cause) {
      throw new HanlianError(
        'EXCHANGE_REPLY_WRONG',
        `The hub of ${department} replied no letter`,
        {},
        { cause },
      );
    }
  }

  #urlOf(department: string): string {
    const { registry, urls } = this.#parts;
    const url = urls.get(department) ?? this.#here.get(registry.department(department)?.mspId ?? '');
    if (url !== undefined) return url;
    throw new HanlianError('EXCHANGE_PEER_UNKNOWN', `No address of ${department} is set`, {
      received: department,
    });
  }

  async #post(url: string, question: object, signal?: AbortSignal): Promise<{ ok: boolean; text: string }> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(question),
        redirect: 'error',
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      });
      return { ok: response.ok, text: await textOf(response) };
    } catch (cause) {
      throw new HanlianError('EXCHANGE_UNREACHABLE', 'The other hub did not answer', {}, { cause });
    }
  }
}

async function textOf({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    length += (part as Uint8Array).length;
    if (length > MOST_BYTES) throw new Error(`The reply has more than ${MOST_BYTES} bytes`);
    parts.push(part as Uint8Array);
  }
  return Buffer.concat(parts).toString();
}

/** The other hub's refusal is this one's: its code is of the same registry. */
function refusalIn(text: string): HanlianError {
  const problem = api.problem.safeParse(readJson(text));
  const { code, detail, field, expected, received } = problem.data ?? {};
  if (code === undefined || detail === undefined || !isErrorCode(code)) {
    return new HanlianError('EXCHANGE_UNREACHABLE', 'The other hub could not answer');
  }
  return new HanlianError(code, detail, { field, expected, received });
}

function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
