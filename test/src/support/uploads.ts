import type { JobAnswer, JsonObject } from '@hanlian/chaincode/domain';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, RunningCity } from './city.js';

let keys = 0;

/** Sends a file. */
export async function sendFile(
  caller: SampleCallerKey,
  query: string,
  media: string,
  body: string | Uint8Array,
  key = `file-${++keys}-${Date.now()}`,
  path = '/v1/uploads',
): Promise<Answer> {
  const response = await fetch(`${caller.url}${path}?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${caller.key}`, 'content-type': media, 'idempotency-key': key },
    body: Buffer.from(body),
  });
  return { status: response.status, body: (await response.json()) as JsonObject };
}

/** What is left of a job's file, as bytes. */
export async function rejectsOf(caller: SampleCallerKey, id: string): Promise<Buffer> {
  const headers = { authorization: `Bearer ${caller.key}` };
  const response = await fetch(`${caller.url}/v1/jobs/${id}/rejects`, { headers });
  return Buffer.from(await response.arrayBuffer());
}

/** The job once it has left the states it passes through. */
export async function settled(
  city: Pick<RunningCity, 'ask'>,
  caller: SampleCallerKey,
  id: string,
): Promise<JobAnswer> {
  for (;;) {
    const { body } = await city.ask(caller, `/v1/jobs/${id}`);
    const job = body as unknown as JobAnswer;
    if (job.state !== 'checking' && job.state !== 'running') return job;
    await pause(20);
  }
}
