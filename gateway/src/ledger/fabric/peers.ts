import * as grpc from '@grpc/grpc-js';
import { connect, hash, type Gateway, type Network } from '@hyperledger/fabric-gateway';
import { failure } from '../common/failure.js';
import { LedgerError, type Stage } from '../port.js';
import { isPeersOwn, ledgerError } from './errors.js';
import type { FabricLedgerOptions, PeerOptions } from './options.js';

const CHANNEL_OPTIONS = {
  // The library's default keeps a client waiting seconds after its peer is back.
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 1000,
  // A peer whose machine is gone says nothing: pings find out. Fabric refuses more than one a minute.
  'grpc.keepalive_time_ms': 120_000,
  'grpc.keepalive_timeout_ms': 20_000,
  'grpc.max_receive_message_length': -1,
  'grpc.max_send_message_length': -1,
};

/** How long a peer that failed is asked last. */
const REST_MS = 5_000;

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
      ...CHANNEL_OPTIONS,
    },
  );
  const gateway = connect({
    client,
    identity: { mspId: reader.identity.mspId, credentials: Buffer.from(reader.identity.certificate) },
    // The library's own P-256 is pure JavaScript; ours hashes and signs in one native call.
    hash: hash.none,
    signer: (message) => reader.signer.sign(message),
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

/** A question to the peers: which of them may be asked, and how long it may take in all (ms). */
export interface Question {
  readonly stage: Stage;
  readonly peers: readonly Peer[];
  readonly within: number;
  readonly transactionId?: string;
}

interface Failure {
  readonly peer: Peer;
  readonly error: LedgerError;
}

/** The last failure; where several peers failed, with what each said, for the last may only be the one long known dead. */
function allFailed(failures: readonly Failure[]): LedgerError | undefined {
  const last = failures.at(-1)?.error;
  if (!last || failures.length === 1) return last;
  const message = failures.map(({ peer, error }) => `${peer.name}: ${error.message}`).join('; ');
  return new LedgerError(message, last);
}

/** The channel's peers, the organisation's own first. The client library has no failover; this is it. */
export class Peers {
  readonly #own: readonly Peer[];
  readonly #others: readonly Peer[];
  readonly #restUntil = new Map<Peer, number>();

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
   * Asks the peers in turn until one answers, those that failed a moment ago last. Each gets an equal share of the time
   * that is left. A refusal of the request itself is final.
   *
   * @throws {LedgerError} the last peer's failure, in the words of all that were asked
   */
  async ask<T>(
    { stage, peers, within, transactionId }: Question,
    call: (peer: Peer, options: { deadline: number }) => Promise<T>,
  ): Promise<T> {
    const end = Date.now() + within;
    const failures: Failure[] = [];
    for (const [index, peer] of this.#freshFirst(peers).entries()) {
      const now = Date.now();
      try {
        return await call(peer, { deadline: now + (end - now) / (peers.length - index) });
      } catch (error) {
        if (!isPeersOwn(error)) throw ledgerError(stage, error, transactionId);
        this.#restUntil.set(peer, Date.now() + REST_MS);
        failures.push({ peer, error: ledgerError(stage, error, transactionId) });
      }
    }
    throw (
      allFailed(failures) ??
      failure(stage, 'LEDGER_UNAVAILABLE', 'No peer may be asked this', { transactionId })
    );
  }

  #freshFirst(peers: readonly Peer[]): readonly Peer[] {
    const now = Date.now();
    const rests = (peer: Peer): number => Number((this.#restUntil.get(peer) ?? 0) > now);
    return [...peers].sort((left, right) => rests(left) - rests(right));
  }

  close(): void {
    for (const peer of this.any) peer.close();
  }
}
