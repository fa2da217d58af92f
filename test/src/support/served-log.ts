import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  canonicalize,
  encodeBundle,
  encodeLogEntry,
  leafHash,
  merkleRoot,
  newTiles,
  tilePath,
  TILE_WIDTH,
  utf8Encode,
  type Checkpoint,
  type LedgerEvent,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { newLogSigner, newWitness, ORIGIN, signedNote } from './log.js';

/** A log that is served over HTTP, and can be made to misbehave. */
export class ServedLog {
  readonly log = newLogSigner();
  readonly witness = newWitness('witness.bank');
  readonly files = new Map<string, Uint8Array | string>();
  entries: Uint8Array[] = [];
  readonly #eventAt: (i: number) => LedgerEvent;
  #server: Server | undefined;

  constructor(eventAt: (i: number) => LedgerEvent) {
    this.#eventAt = eventAt;
  }

  async open(): Promise<void> {
    const server = createServer(({ url = '' }, response) => {
      const file = this.files.get(url.slice(1));
      response.writeHead(file === undefined ? 404 : 200).end(file);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server!.address() as AddressInfo).port}`;
  }

  /** Has the entries up to a size, and drops the partial bundles before. */
  async grow(size: number, make = this.#eventAt): Promise<void> {
    this.entries = Array.from({ length: size }, (_, i) =>
      encodeLogEntry({
        block: i,
        payload: utf8Encode(canonicalize(make(i) as never)),
        transactionId: 'ab'.repeat(32),
      }),
    );
    this.files.clear();
    for (const tile of newTiles(0, size)) {
      if (tile.level !== 'entries') continue;
      const first = tile.index * TILE_WIDTH;
      this.files.set(tilePath(tile), encodeBundle(this.entries.slice(first, first + tile.width)));
    }
    await this.sign();
  }

  checkpoint(more: Partial<Checkpoint> = {}): Checkpoint {
    const root = (suite: 'sha256' | 'sm3'): Uint8Array =>
      merkleRoot(
        nodeHashes[suite],
        this.entries.map((entry) => leafHash(nodeHashes[suite], entry)),
      );
    const size = this.entries.length;
    return { origin: ORIGIN, size, root: root('sha256'), sm3Root: root('sm3'), block: size, ...more };
  }

  async sign(more: Partial<Checkpoint> = {}, signers = [this.log, this.witness]): Promise<void> {
    this.files.set('checkpoint', await signedNote(this.checkpoint(more), ...signers));
  }

  async close(): Promise<void> {
    this.#server!.close();
    this.#server!.closeAllConnections();
    await once(this.#server!, 'close');
  }
}
