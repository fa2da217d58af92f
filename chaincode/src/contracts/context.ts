import { Context } from 'fabric-contract-api';
import type { z } from 'zod';
import type { Creator, LedgerEvent } from '../domain/index.js';
import {
  base64urlEncode,
  canonicalize,
  checked,
  HanlianError,
  hexDecode,
  parseJson,
  utf8Encode,
} from '../domain/index.js';
import { PrivateRecords } from '../state/private-records.js';
import { State } from '../state/state.js';

const TRANSIENT_LIMITS = { maxBytes: 256 * 1024, maxDepth: 16 };

/** One transaction: who asks, when by the client's claim, its id, and the state it reads and writes. */
export class TransactionContext extends Context {
  #state: State | undefined;

  get state(): State {
    this.#state ??= new State(this.stub);
    return this.#state;
  }

  /** The records of a private collection. */
  privateRecords(collection: string): PrivateRecords {
    return new PrivateRecords(this.stub, collection);
  }

  get creator(): Creator {
    return {
      mspId: this.clientIdentity.getMSPID(),
      role: this.clientIdentity.getAttributeValue('role'),
      department: this.clientIdentity.getAttributeValue('dept'),
    };
  }

  /** The client's claimed time in whole seconds. */
  get txTime(): number {
    return Number(this.stub.getTxTimestamp().seconds);
  }

  /** The transaction id, as records keep it: base64url of its 32 bytes. */
  get tx(): string {
    return base64urlEncode(hexDecode(this.stub.getTxID()));
  }

  /**
   * What travels beside the transaction and never stands in a block.
   *
   * @throws {HanlianError} TRANSIENT_MISSING, and as `parseJson` and `checked` do
   */
  transient<Schema extends z.ZodType>(name: string, schema: Schema): z.output<Schema> {
    const bytes = this.stub.getTransient().get(name);
    if (bytes === undefined) {
      throw new HanlianError('TRANSIENT_MISSING', `${name} is missing`, { field: name });
    }
    return checked(schema, parseJson(bytes, TRANSIENT_LIMITS));
  }

  /** Sets the transaction's one event. */
  emit(event: LedgerEvent): void {
    this.stub.setEvent(event.type, utf8Encode(canonicalize(event)));
  }
}
