import type { Step } from '@hanlian/conformance-chaincode/interpreter';
import {
  connectionOptions,
  openFabricLedger,
  type FabricLimits,
  type Reader,
} from '@hanlian/gateway/ledger/fabric/index';
import type { Commit, Endorsed, Ledger, TransactionRequest } from '@hanlian/gateway/ledger/port';
import type { Network } from '@hanlian/network';

const PATIENCE_MS = 30_000;

/** A call of the probe chaincode. */
export const probeCall = (
  program: readonly Step[],
  more: Partial<TransactionRequest> = {},
): TransactionRequest => ({
  chaincode: 'probe',
  function: 'probe:run',
  arguments: [JSON.stringify(program)],
  ...more,
});

/** An identity and the ledger port it goes through. */
export class Client {
  readonly ledger: Ledger;
  readonly #reader: Reader;

  constructor(ledger: Ledger, reader: Reader) {
    this.ledger = ledger;
    this.#reader = reader;
  }

  /** An organisation's identity, through a port of its own; whoever opens it closes the port. */
  static async open(
    network: Network,
    organisation: string,
    { identity = 'hub', limits = {} }: { identity?: string; limits?: Partial<FabricLimits> } = {},
  ): Promise<Client> {
    const options = await connectionOptions(network.connection(organisation), identity);
    return new Client(await openFabricLedger({ ...options, limits }), options.reader);
  }

  /** Enrols an identity with these attributes, which goes through this client's port. */
  async enrol(
    network: Network,
    organisation: string,
    id: string,
    attributes: Readonly<Record<string, string>>,
  ): Promise<Client> {
    await network.enrol(organisation, id, attributes);
    return new Client(this.ledger, (await connectionOptions(network.connection(organisation), id)).reader);
  }

  /** The same identity through another organisation's port. */
  through({ ledger }: Client): Client {
    return new Client(ledger, this.#reader);
  }

  /** The same key and certificate, said to be another organisation's. */
  as(mspId: string): Client {
    const { identity, signer } = this.#reader;
    return new Client(this.ledger, { identity: { ...identity, mspId }, signer });
  }

  async evaluate(request: TransactionRequest): Promise<unknown> {
    const { bytes, message } = await this.ledger.propose(this.#reader.identity, request);
    return JSON.parse(await this.ledger.evaluate(bytes, await this.#reader.signer.sign(message))) as unknown;
  }

  async endorse(request: TransactionRequest): Promise<Endorsed> {
    const { bytes, message } = await this.ledger.propose(this.#reader.identity, request);
    return this.ledger.endorse(bytes, await this.#reader.signer.sign(message));
  }

  async submit({ bytes, message }: Endorsed): Promise<void> {
    await this.ledger.submit(bytes, await this.#reader.signer.sign(message));
  }

  status(transactionId: string): Promise<Commit> {
    return this.ledger.status(transactionId, { signal: AbortSignal.timeout(PATIENCE_MS) });
  }

  async commit(request: TransactionRequest): Promise<Commit> {
    const endorsed = await this.endorse(request);
    await this.submit(endorsed);
    return this.status(endorsed.transactionId);
  }
}
