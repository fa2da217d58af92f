import * as grpc from '@grpc/grpc-js';
import { connect, hash, type Gateway, type Network } from '@hyperledger/fabric-gateway';
import { failure } from '../embedded/errors.js';
import type { Stage } from '../port.js';
import { isPeersOwn, ledgerError } from './errors.js';
import type { FabricLedgerOptions, PeerOptions } from './options.js';

/** The library's default keeps a client waiting seconds after its peer is back. */
const RECONNECT = { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 1000 };
const UNLIMITED = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };

/** One peer's gateway service. */
export interface Peer {
  readonly name: string;
  readonly mspId: string;
  readonly gateway: Gateway;
  readonly network: Network;
  close(): void;
}

function open(peer: PeerOptions, { channel, reader }: FabricLedgerOptions): Peer {
  const client = new grpc.Client(
    peer.endpoint,
    grpc.credentials.createSsl(Buffer.from(peer.tlsRootCertificate)),
    {
      'grpc.ssl_target_name_override': peer.hostname,
      'grpc.default_authority': peer.hostname,
      ...RECONNECT,
      ...UNLIMITED,
    },
  );
  const gateway = connect({
    client,
    identity: { mspId: reader.identity.mspId, credentials: Buffer.from(reader.identity.certificate) },
    // The library's own P-256 is pure JavaScript; ours hashes and signs in one native call.
    hash: hash.none,
    signer: (message) => Promise.resolve(reader.signer.sign(message)),
  });
  return {
    name: peer.name,
    mspId: peer.mspId,
    gateway,
    network: gateway.getNetwork(channel),
    close: () => {
      gateway.close();
      client.close();
    },
  };
}

/** The channel's peers, the organisation's own first. The client library has no failover; this is it. */
export class Peers {
  readonly #own: readonly Peer[];
  readonly #others: readonly Peer[];

  constructor(options: FabricLedgerOptions) {
    const peers = options.peers.map((peer) => open(peer, options));
    this.#own = peers.filter(({ mspId }) => mspId === options.mspId);
    this.#others = peers.filter(({ mspId }) => mspId !== options.mspId);
  }

  /** Reads, streams and transient data never leave the organisation's own peers. */
  get own(): readonly Peer[] {
    return this.#own;
  }

  /** What carries no private data may go through anybody's peer. */
  get any(): readonly Peer[] {
    return [...this.#own, ...this.#others];
  }

  /**
   * Asks the peers in turn until one answers; a refusal of the request itself is final.
   *
   * @throws {LedgerError} the last peer's failure
   */
  async ask<T>(
    stage: Stage,
    peers: readonly Peer[],
    call: (peer: Peer) => Promise<T>,
    transactionId?: string,
  ): Promise<T> {
    let last: unknown = new Error('the organisation has no peer of its own');
    for (const peer of peers) {
      try {
        return await call(peer);
      } catch (error) {
        if (!isPeersOwn(error)) throw ledgerError(stage, error, transactionId);
        last = error;
      }
    }
    if (peers.length === 0)
      throw failure(stage, 'LEDGER_UNAVAILABLE', 'No peer may be asked this', { cause: last });
    throw ledgerError(stage, last, transactionId);
  }

  close(): void {
    for (const peer of this.any) peer.close();
  }
}
