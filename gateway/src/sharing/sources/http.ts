import { readFile } from 'node:fs/promises';
import { checked, parseJson } from '@hanlian/chaincode/domain';
import { z } from 'zod';
import type { HttpSettings } from './settings.js';
import { foundIn, type Found, type Question, type Source } from './source.js';

const MOST_BYTES = 8 * 1024 * 1024;

const answer = z.object({ rows: z.array(z.record(z.string(), z.json())) });

/** A department's own service: POST {subject, fields, limit}, answered by {rows: […]}. */
export class HttpSource implements Source {
  readonly #settings: HttpSettings;

  constructor(settings: HttpSettings) {
    this.#settings = settings;
  }

  async ask({ subject, fields, most, signal }: Question): Promise<readonly Found[]> {
    const { url, tokenFile, subject: key, items } = this.#settings;
    const token = tokenFile === undefined ? undefined : (await readFile(tokenFile, 'utf8')).trim();
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({
        subject,
        fields: fields.map((field) => items[field] ?? field),
        limit: most + 1,
      }),
      // Another address than the one that was set must never see whom somebody asks about.
      redirect: 'error',
      signal,
    });
    const { rows } = checked(
      answer,
      parseJson(await textOf(response), { maxBytes: MOST_BYTES, maxDepth: 16 }),
    );
    return rows.map((row) => foundIn(row, key, items));
  }
}

async function textOf(response: Response): Promise<string> {
  if (!response.ok) throw new Error(`The service answered ${response.status}`);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += (part as Uint8Array).length;
    if (length > MOST_BYTES) throw new Error(`The service answered with more than ${MOST_BYTES} bytes`);
    parts.push(part as Uint8Array);
  }
  return Buffer.concat(parts).toString();
}
