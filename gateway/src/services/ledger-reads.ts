import { canonicalize, type JsonObject } from '@hanlian/chaincode/domain';
import type { Ledger } from '../ledger/port.js';
import type { Signatory } from '../outbox/submission.js';

/** Asks a contract, `contract:operation`, and gives what it answers; nothing is written. */
export type LedgerReads = <Answer>(operation: string, request: JsonObject) => Promise<Answer>;

/** Reads of what every member may see, in the name of the hub itself. */
export const ledgerReads =
  (ledger: Ledger, signatory: () => Promise<Signatory>): LedgerReads =>
  async <Answer>(operation: string, request: JsonObject) => {
    const { identity, signer } = await signatory();
    const { bytes, message } = await ledger.propose(identity, {
      function: operation,
      arguments: [canonicalize({ v: 1, ...request })],
    });
    return JSON.parse(await ledger.evaluate(bytes, await signer.sign(message))) as Answer;
  };
