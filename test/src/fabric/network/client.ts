import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { connect, type Contract, type Gateway, hash, signers } from '@hyperledger/fabric-gateway';
import type { ConnectionDocument } from '@hanlian/network';
import type { Step } from '@hanlian/conformance-chaincode/interpreter';

/** A client of the probe chaincode: one identity, through its organisation's own peer. */
export class ProbeClient {
  readonly #connection: grpc.Client;
  readonly #gateway: Gateway;
  readonly #contract: Contract;

  constructor(document: ConnectionDocument, identity: string) {
    const [peer] = document.peers;
    const files = document.identities[identity];
    if (!peer || !files) throw new Error(`${document.organisation} has no peer or no identity ${identity}`);
    this.#connection = new grpc.Client(
      peer.endpoint,
      grpc.credentials.createSsl(readFileSync(peer.tlsRootCert)),
      { 'grpc.ssl_target_name_override': peer.hostname, 'grpc.max_reconnect_backoff_ms': 1000 },
    );
    this.#gateway = connect({
      client: this.#connection,
      identity: { mspId: document.mspId, credentials: readFileSync(files.certificate) },
      signer: signers.newPrivateKeySigner(createPrivateKey(readFileSync(files.privateKey))),
      hash: hash.sha256,
    });
    this.#contract = this.#gateway.getNetwork(document.channel).getContract('probe');
  }

  async submit(
    steps: Step[],
    options: { transient?: Record<string, string>; endorsers?: string[] } = {},
  ): Promise<unknown[]> {
    const answer = await this.#contract.submit('run', {
      arguments: [JSON.stringify(steps)],
      transientData: options.transient,
      endorsingOrganizations: options.endorsers,
    });
    return JSON.parse(Buffer.from(answer).toString()) as unknown[];
  }

  async evaluate(steps: Step[]): Promise<unknown[]> {
    const answer = await this.#contract.evaluate('run', { arguments: [JSON.stringify(steps)] });
    return JSON.parse(Buffer.from(answer).toString()) as unknown[];
  }

  close(): void {
    this.#gateway.close();
    this.#connection.close();
  }
}
