import { createHash, createHmac, randomBytes } from 'node:crypto';
import { HanlianError } from '@hanlian/chaincode/domain';
import { decrypt, encrypt } from '../documents/cipher.js';

/** 256 bits; the convention asks for 192 to 512 (standardwebhooks.com, "Signature scheme"). */
const SECRET_BYTES = 32;
const PREFIX = 'whsec_';

/** A secret as it is kept: encrypted, and bound to its webhook. */
export interface KeptSecret {
  readonly box: string;
  /** Seconds since 1970. */
  readonly since: number;
  /** Until when it signs beside a newer one. */
  readonly until?: number;
}

/** Draws the secrets of webhooks and keeps them under a key of the hub. */
export class Secrets {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** A new secret: what its owner gets, this once, and what is kept. */
  draw(webhook: string, since: number): { readonly secret: string; readonly kept: KeptSecret } {
    const bytes = randomBytes(SECRET_BYTES);
    const box = encrypt(this.#key, bytes, contextOf(webhook), randomBytes).toString('base64url');
    return { secret: PREFIX + bytes.toString('base64'), kept: { box, since } };
  }

  /** @throws {HanlianError} DOCUMENT_DAMAGED */
  #open(webhook: string, { box }: KeptSecret): Buffer {
    const bytes = decrypt(this.#key, Buffer.from(box, 'base64url'), contextOf(webhook));
    if (bytes !== undefined) return bytes;
    throw new HanlianError('DOCUMENT_DAMAGED', `The secret of webhook ${webhook} cannot be opened`);
  }

  /**
   * The headers of one delivery, by the Standard Webhooks convention 1.0.0: one signature for each secret, HMAC-SHA256
   * over `id.timestamp.body`. `now`: seconds since 1970.
   */
  headers(
    webhook: string,
    secrets: readonly KeptSecret[],
    { id, body, now }: { readonly id: string; readonly body: string; readonly now: number },
  ): Readonly<Record<string, string>> {
    const signatures = secrets
      .filter(({ until }) => until === undefined || now < until)
      .map((kept) => createHmac('sha256', this.#open(webhook, kept)).update(`${id}.${now}.${body}`))
      .map((mac) => `v1,${mac.digest('base64')}`);
    return {
      'webhook-id': id,
      'webhook-timestamp': String(now),
      'webhook-signature': signatures.join(' '),
    };
  }
}

/** The `webhook-id` of an event: the same however often it is sent. The convention keeps full stops out of it. */
export const messageId = (department: string, event: string): string =>
  `evt_${createHash('sha256').update(`${department}~${event}`).digest('base64url')}`;

const contextOf = (webhook: string): string => `webhook ${webhook}`;
