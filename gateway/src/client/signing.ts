import { createHash, sign, type KeyObject } from 'node:crypto';
import type { JsonObject, SigningAnswer } from '@hanlian/chaincode/domain';
import { describe } from '../ledger/fabric-messages/index.js';
import type { Description } from '../ledger/port.js';

/**
 * A sample client for a department that keeps its own key: it shows how a write is signed over HTTP, and is what the
 * tests use. It needs Node and Fabric's messages, and nothing of the hub it talks to.
 */
export interface SigningClient {
  readonly url: string;
  /** An API key or a token. */
  readonly bearer: () => string | Promise<string>;
  /** The P-256 key whose certificate the hub's authority made. */
  readonly privateKey: KeyObject;
  /**
   * Looks at what is about to be signed and throws unless it is what was meant. It is decoded here from the very bytes the
   * signature covers: the hub's word is not taken for it.
   */
  readonly review: (description: Description) => void | Promise<void>;
}

interface Told {
  readonly status: number;
  readonly body: JsonObject;
}

/** What a write answered in the end, or was refused with. */
export type Written = Told;

/** A write as it is sent: whichever it is, it is signed in one way. */
export interface Sent {
  readonly method?: 'POST' | 'PUT';
  readonly path: string;
  readonly body: object;
  readonly idempotencyKey?: string;
}

/**
 * Sends a write and signs what it asks for, until it is done or refused; sent again with its key, it goes on where it was.
 * Done, it is sent once more, and answers as it would have at once had the hub kept the key:
 *
 *     await write(client, {
 *       path: '/v1/grants',
 *       body: { demand: 'D002', fields: ['parcelNo', 'mortgaged'], … },
 *       idempotencyKey: randomUUID(),
 *     }); // 201, and the grant as it stands
 */
export async function write(
  client: SigningClient,
  sent: Sent & { readonly idempotencyKey: string },
): Promise<Written> {
  const first = await send(client, sent);
  if (first.status !== 202 || !('sign' in first.body)) return first;
  const settled = await settle(client, first.body as unknown as SigningAnswer);
  return settled.status === 200 ? send(client, sent) : settled;
}

/** Signs what a write waits for, until it is done or refused; what it came to, or why it was refused. */
export async function settle(client: SigningClient, signing: SigningAnswer): Promise<Written> {
  let at = signing;
  while (at.state === 'waiting' || at.state === 'working') {
    const told = await signOnce(client, at);
    if (told.status !== 200) return told;
    at = told.body as unknown as SigningAnswer;
  }
  const { state, outcome, refusal } = at;
  return state === 'done' ? { status: 200, body: outcome ?? {} } : { status: 422, body: { ...refusal } };
}

/** Signs what a write waits for now; the signing as it stands then. */
export async function signOnce(
  client: SigningClient,
  { id, sign: asked }: Pick<SigningAnswer, 'id' | 'sign'>,
): Promise<Told> {
  const address = `/v1/signings/${id}`;
  if (asked.length === 0) return read(client, address);
  const signatures = await Promise.all(asked.map((each) => signatureOf(client, each)));
  return send(client, { path: `${address}/signatures`, body: { signatures } });
}

/** Signs everything that waits for this caller at the moment, as the batches of a reseal do; what became of each. */
export async function settleAll(client: SigningClient): Promise<readonly Written[]> {
  const { status, body } = await read(client, '/v1/signings');
  if (status !== 200) return [{ status, body }];
  return Promise.all((body.items as unknown as SigningAnswer[]).map((signing) => settle(client, signing)));
}

async function signatureOf(
  { privateKey, review }: SigningClient,
  { transactionId, stage, message, digest }: SigningAnswer['sign'][number],
): Promise<JsonObject> {
  const bytes = Buffer.from(message, 'base64url');
  const description = describe(bytes);
  if (createHash('sha256').update(bytes).digest('base64url') !== digest) {
    throw new Error('The digest is not that of the message');
  }
  if (description.stage !== stage || description.transactionId !== transactionId) {
    throw new Error('The message is of another stage or transaction than the hub says');
  }
  await review(description);
  return { transactionId, stage, signature: sign('sha256', bytes, privateKey).toString('base64url') };
}

const read = (client: SigningClient, path: string): Promise<Told> => ask(client, path, {});

const send = (client: SigningClient, { method = 'POST', path, body, idempotencyKey }: Sent): Promise<Told> =>
  ask(client, path, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    },
    body: JSON.stringify(body),
  });

async function ask(
  { url, bearer }: SigningClient,
  path: string,
  { headers = {}, ...request }: { method?: string; headers?: Record<string, string>; body?: string },
): Promise<Told> {
  const authorization = `Bearer ${await bearer()}`;
  const response = await fetch(url + path, { ...request, headers: { ...headers, authorization } });
  return { status: response.status, body: (await response.json()) as JsonObject };
}
