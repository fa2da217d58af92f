import { createHash } from 'node:crypto';
import {
  LedgerError,
  type CommittedTransaction,
  type Effects,
  type Position,
} from '@hanlian/gateway/ledger/port';
import type { Outcome } from './types.js';

const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');

/**
 * Brings what a ledger answered into the normal form: transaction ids become the names the case gave them, a read's
 * version becomes the transaction that wrote it, hashed keys become the keys, the run's prefix becomes `@`; times,
 * block numbers, identities and endorser sets are left out.
 */
export class Normaliser {
  readonly #prefix: string;
  readonly #writers = new Map<string, string>();
  readonly #keyHashes = new Map<string, string>();

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Tells which named transaction stands at a place. */
  placed(name: string, { block, index }: Position): void {
    this.#writers.set(`${String(block)}:${String(index)}`, name);
  }

  /** Makes a private key known, so that its hash can be named. */
  knows(key: string): void {
    this.#keyHashes.set(sha256(key), this.text(key));
  }

  /** With the run's prefix as `@`. A composite key's separators become visible. */
  text(value: string): string {
    return value.replaceAll(this.#prefix, '@').replaceAll('\u0000', '<0>').replaceAll('\u{10ffff}', '<max>');
  }

  #version(version: Position | undefined): string | null {
    if (version === undefined) return null;
    return this.#writers.get(`${String(version.block)}:${String(version.index)}`) ?? 'another';
  }

  #value(value: Uint8Array | undefined): unknown {
    if (value === undefined) return null;
    if (value.length > 200) return { bytes: value.length, sha256: sha256(value) };
    return this.text(Buffer.from(value).toString('utf8'));
  }

  #keyOf(hash: Uint8Array): string {
    const hex = Buffer.from(hash).toString('hex');
    return this.#keyHashes.get(hex) ?? 'unknown';
  }

  writes(found: Pick<Effects, 'writes' | 'privateWrites'>): Outcome {
    const own = found.writes.filter((write) => write.namespace === 'probe');
    return {
      writes: own.map((write) => ({ key: this.text(write.key), value: this.#value(write.value) })),
      privateWrites: found.privateWrites.map((write) => ({
        collection: write.collection,
        key: this.#keyOf(write.keyHash),
        valueHash: write.valueHash === undefined ? null : Buffer.from(write.valueHash).toString('hex'),
        purge: write.purge ?? false,
      })),
    };
  }

  effects(effects: Effects): Outcome {
    const own = <T extends { namespace: string }>(items: readonly T[]): T[] =>
      items.filter((item) => item.namespace === 'probe');
    const read = (item: { key: string; version?: Position }): Outcome => ({
      key: this.text(item.key),
      version: this.#version(item.version),
    });
    return {
      reads: own(effects.reads).map(read),
      ranges: own(effects.ranges).map((range) => ({
        start: this.text(range.start),
        end: this.text(range.end),
        exhausted: range.exhausted,
        reads: range.reads.map(read),
      })),
      ...this.writes(effects),
      privateReads: effects.privateReads.map((item) => ({
        collection: item.collection,
        key: this.#keyOf(item.keyHash),
        version: this.#version(item.version),
      })),
      event: this.event(effects.event),
    };
  }

  event(event: Effects['event']): Outcome | null {
    if (event === undefined) return null;
    return { name: event.name, payload: this.text(Buffer.from(event.payload).toString('utf8')) };
  }

  committed(name: string, found: CommittedTransaction): Outcome {
    return {
      name,
      code: found.code,
      creator: found.creator.mspId,
      function: found.function,
      ...this.writes(found),
      event: this.event(found.event),
    };
  }

  /** The answer of the probe, parsed, so that texts inside it are normal too. */
  result(text: string): unknown {
    return JSON.parse(this.text(text)) as unknown;
  }

  refusal(error: unknown): Outcome {
    if (!(error instanceof LedgerError)) throw error;
    return { refusedAt: error.stage, code: error.code };
  }
}
