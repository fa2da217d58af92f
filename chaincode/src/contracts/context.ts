import { Context } from 'fabric-contract-api';
import type { Creator, LedgerEvent } from '../domain/index.js';
import { base64urlEncode, canonicalize, hexDecode, utf8Encode } from '../domain/index.js';
import { State } from '../state/state.js';

/** One transaction: who asks, when by the client's claim, its id, and the state it reads and writes. */
export class TransactionContext extends Context {
  #state: State | undefined;

  get state(): State {
    this.#state ??= new State(this.stub);
    return this.#state;
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

  /** Sets the transaction's one event. */
  emit(event: LedgerEvent): void {
    this.stub.setEvent(event.type, utf8Encode(canonicalize(event)));
  }
}
