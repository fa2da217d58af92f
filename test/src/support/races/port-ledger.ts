import { base64urlEncode, hexDecode, ruleOf, utf8Decode, type Scope } from '@hanlian/chaincode/domain';
import type { Identity, Ledger } from '@hanlian/gateway/ledger/port';
import { MemoryLedger, type Call, type Committed } from '../contracts/ledger.js';

/** Someone who signs, and the ledger port that is asked for them. */
export interface Asking {
  readonly ledger: Ledger;
  readonly identity: Identity;
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
}

/** A real ledger in the place of the one in memory: the same calls, each committed before the next. */
export class PortLedger extends MemoryLedger {
  readonly #chaincode: string;
  readonly #asking: (identity: Identity) => Promise<Asking>;

  /** @param asking who a test's identity is there */
  constructor(chaincode: string, asking: (identity: Identity) => Promise<Asking>) {
    super();
    this.#chaincode = chaincode;
    this.#asking = asking;
  }

  override async submit<Answer = unknown>(call: Call): Promise<Committed<Answer>> {
    const asking = await this.#asking(call.identity);
    const request = {
      chaincode: this.#chaincode,
      function: call.function,
      arguments: [JSON.stringify(call.request)],
      transient: encoded(call.transient ?? {}),
    };
    if (isRead(call.function))
      return { ...NOTHING, answer: JSON.parse(await ask(asking, request)) as Answer };
    const endorsed = await endorse(asking, request);
    const { ledger } = asking;
    await ledger.submit(endorsed.bytes, await asking.sign(endorsed.message));
    const { code } = await ledger.status(endorsed.transactionId);
    if (code !== 'VALID') throw new Error(`${call.function} was found ${code}`);
    const found = await ledger.transaction(endorsed.transactionId);
    const written = (found?.writes ?? []).map(
      ({ key, value }) => [key, utf8Decode(value ?? new Uint8Array())] as const,
    );
    for (const [key, value] of written) this.state.set(key, value);
    return {
      answer: JSON.parse(endorsed.result) as Answer,
      tx: base64urlEncode(hexDecode(endorsed.transactionId)),
      events: [],
      writes: new Map(written),
      reads: 0,
    };
  }
}

const NOTHING = { tx: '', events: [], writes: new Map<string, string>(), reads: 0 };

/** A read that was committed would stand in a block, with who asked. */
const isRead = (name: string): boolean => ['member', 'party'].includes(ruleOf(name as Scope).authority);

/** What a peer answers without ordering anything. */
export async function ask(
  { ledger, identity, sign }: Asking,
  request: Parameters<Ledger['propose']>[1],
): Promise<string> {
  const { bytes, message } = await ledger.propose(identity, request);
  return ledger.evaluate(bytes, await sign(message));
}

export const encoded = (transient: Readonly<Record<string, unknown>>): Record<string, Uint8Array> =>
  Object.fromEntries(
    Object.entries(transient)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, Buffer.from(JSON.stringify(value))]),
  );

export async function endorse(
  { ledger, identity, sign }: Asking,
  request: Parameters<Ledger['propose']>[1],
): ReturnType<Ledger['endorse']> {
  const proposal = await ledger.propose(identity, request);
  return ledger.endorse(proposal.bytes, await sign(proposal.message));
}
