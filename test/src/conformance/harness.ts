import { randomBytes } from 'node:crypto';
import type { Endorsed, Ledger, Position, Unsigned } from '@hanlian/gateway/ledger/port';
import type { Step } from '@hanlian/conformance-chaincode/interpreter';
import { Normaliser } from './normal.js';
import type { Action, Case, NormalForm, Outcome, Subject, Who } from './types.js';

interface Named {
  readonly who: Who;
  readonly proposal: Unsigned;
  readonly proposalSignature: Uint8Array;
  readonly endorsed?: Endorsed;
  readonly signature?: Uint8Array;
}

type Call = Extract<Action, { program: readonly Step[] }>;

const bounded = (milliseconds: number): { signal: AbortSignal } => ({
  signal: AbortSignal.timeout(milliseconds),
});

/** Longer than any peer takes to commit; a verdict that is later than this is a failure of the ledger under test. */
const PATIENCE = 30_000;

/** Runs one case on one ledger. */
class Run {
  readonly #subject: Subject;
  readonly #prefix = `c${randomBytes(6).toString('hex')}.`;
  readonly #normal = new Normaliser(this.#prefix);
  readonly #named = new Map<string, Named>();
  readonly #start: Position;

  constructor(subject: Subject, start: Position) {
    this.#subject = subject;
    this.#start = start;
  }

  async steps(actions: readonly Action[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const action of actions) outcomes.push(await this.#outcome(action));
    return outcomes;
  }

  async #outcome(action: Action): Promise<Outcome> {
    try {
      return await this.#step(action);
    } catch (error) {
      return this.#normal.refusal(error);
    }
  }

  #step(action: Action): Promise<Outcome> {
    if ('endorse' in action) return this.#endorse(action.endorse, action);
    if ('again' in action) return this.#again(action.again);
    if ('submit' in action) return this.#submit(action.submit, action.tamper);
    if ('status' in action) return this.#status(action.status);
    if ('commit' in action) return this.#commit(action.commit, action);
    if ('evaluate' in action) return this.#evaluate(action);
    if ('describe' in action) return this.#describe(action.describe, action.stage);
    if ('find' in action) return this.#find(action.find);
    return this.#stream(action);
  }

  #expand(text: string): string {
    return text.replaceAll('@', this.#prefix);
  }

  async #propose(
    call: Call,
  ): Promise<{ who: Who; ledger: Ledger; proposal: Unsigned; signature: Uint8Array }> {
    const who = call.as ?? 'bureau';
    const ledger = this.#subject.ledger(who);
    const transient = Object.entries(call.transient ?? {}).map(
      ([name, value]) => [name, Buffer.from(this.#expand(value))] as const,
    );
    for (const step of call.program)
      if ('collection' in step && 'key' in step) this.#normal.knows(this.#expand(step.key));
    const identity = this.#subject.identity(who);
    const proposal = await ledger.propose(
      'tamper' in call && call.tamper === 'mspId' ? { ...identity, mspId: 'BankMSP' } : identity,
      {
        chaincode: call.chaincode ?? 'probe',
        function: 'probe:run',
        arguments: [this.#expand(JSON.stringify(call.program))],
        ...(transient.length > 0 && { transient: Object.fromEntries(transient) }),
      },
    );
    const signature = await this.#subject.sign(who, this.#tampered(call, proposal.message));
    return { who, ledger, proposal, signature };
  }

  /** A tampered signature is a well-formed one over other bytes. */
  #tampered(call: object, message: Uint8Array): Uint8Array {
    return 'tamper' in call && call.tamper === 'signature' ? Buffer.alloc(32, 7) : message;
  }

  async #endorse(name: string, call: Call): Promise<Outcome> {
    const { who, ledger, proposal, signature } = await this.#propose(call);
    this.#named.set(name, { who, proposal, proposalSignature: signature });
    const endorsed = await ledger.endorse(proposal.bytes, signature);
    this.#named.set(name, { who, proposal, proposalSignature: signature, endorsed });
    const description = ledger.describe(endorsed.bytes);
    return {
      result: this.#normal.result(endorsed.result),
      ...(description.endorsed && this.#normal.effects(description.endorsed.effects)),
    };
  }

  async #again(name: string): Promise<Outcome> {
    const { who, proposal, proposalSignature } = this.#known(name);
    const { result } = await this.#subject.ledger(who).endorse(proposal.bytes, proposalSignature);
    return { result: this.#normal.result(result) };
  }

  #known(name: string): Named {
    const named = this.#named.get(name);
    if (named === undefined) throw new Error(`the case has no transaction ${name}`);
    return named;
  }

  async #submit(name: string, tamper?: 'signature'): Promise<Outcome> {
    const named = this.#known(name);
    if (named.endorsed === undefined) throw new Error(`${name} was not endorsed`);
    const call = tamper === undefined ? {} : { tamper };
    const signature =
      named.signature ?? (await this.#subject.sign(named.who, this.#tampered(call, named.endorsed.message)));
    if (tamper === undefined) this.#named.set(name, { ...named, signature });
    await this.#order(this.#subject.ledger(named.who), named.endorsed, signature);
    return { ordered: true };
  }

  /** Returns when nothing submitted from now on can come before it. */
  async #order(ledger: Ledger, { transactionId, bytes }: Endorsed, signature: Uint8Array): Promise<void> {
    const before = await ledger.latest();
    await ledger.submit(bytes, signature);
    if (this.#subject.acknowledgesInOrder) return;
    for await (const transaction of ledger.stream(before, bounded(PATIENCE)))
      if (transaction.transactionId === transactionId) return;
  }

  async #status(name: string): Promise<Outcome> {
    const { who, proposal } = this.#known(name);
    const commit = await this.#subject.ledger(who).status(proposal.transactionId, bounded(PATIENCE));
    this.#normal.placed(name, commit);
    return { verdict: commit.code };
  }

  async #commit(name: string, call: Call): Promise<Outcome> {
    const endorsed = await this.#endorse(name, call);
    await this.#submit(name);
    return { ...endorsed, ...(await this.#status(name)) };
  }

  async #evaluate(call: Call): Promise<Outcome> {
    const { ledger, proposal, signature } = await this.#propose(call);
    return { result: this.#normal.result(await ledger.evaluate(proposal.bytes, signature)) };
  }

  async #describe(name: string, stage: 'proposal' | 'transaction'): Promise<Outcome> {
    const { who, proposal, endorsed } = this.#known(name);
    const bytes = stage === 'proposal' ? proposal.bytes : endorsed?.bytes;
    if (bytes === undefined) throw new Error(`${name} was not endorsed`);
    const shown = this.#subject.ledger(who).describe(bytes);
    return Promise.resolve({
      stage: shown.stage,
      own: shown.transactionId === proposal.transactionId,
      chaincode: shown.chaincode,
      function: shown.function,
      arguments: shown.arguments.map((argument) => this.#normal.result(argument)),
      creator: shown.creator.mspId,
      ...(shown.endorsed && { result: this.#normal.result(shown.endorsed.result) }),
    });
  }

  async #find(name: string): Promise<Outcome> {
    const { who, proposal } = this.#known(name);
    const found = await this.#subject.ledger(who).transaction(proposal.transactionId);
    return found === undefined ? { found: false } : { found: true, verdict: found.code };
  }

  #nameOf(transactionId: string): string | undefined {
    return [...this.#named].find(([, { proposal }]) => proposal.transactionId === transactionId)?.[0];
  }

  async #stream(action: Extract<Action, { stream: number }>): Promise<Outcome> {
    const ledger = this.#subject.ledger(action.as ?? 'bureau');
    const after = action.after === undefined ? this.#start : await this.#placeOf(action.after);
    return {
      stream: (await this.#own(ledger, after, action.stream)).map(({ name, code }) => ({ name, code })),
    };
  }

  async #placeOf(name: string): Promise<Position> {
    const { who, proposal } = this.#known(name);
    return this.#subject.ledger(who).status(proposal.transactionId, bounded(PATIENCE));
  }

  /** The first `count` transactions of this run after a position, as they come from the stream. */
  async #own(ledger: Ledger, after: Position, count: number): Promise<Outcome[]> {
    const own: Outcome[] = [];
    if (count === 0) return own;
    for await (const transaction of ledger.stream(after, bounded(PATIENCE))) {
      const name = this.#nameOf(transaction.transactionId);
      if (name === undefined) continue;
      own.push(this.#normal.committed(name, transaction));
      if (own.length === count) break;
    }
    return own;
  }

  /** Every copy of every transaction of this run that stands in a block, in ledger order. */
  async committed(): Promise<Outcome[]> {
    const ledger = this.#subject.ledger('bureau');
    const height = await ledger.height();
    const own: Outcome[] = [];
    for (let number = this.#start.block; number < height; number += 1) {
      const block = await ledger.block(number);
      for (const transaction of block?.transactions ?? []) {
        const name = this.#nameOf(transaction.transactionId);
        if (name !== undefined) own.push(this.#normal.committed(name, transaction));
      }
    }
    return own;
  }
}

/** Runs a case and gives its normal form. */
export async function runCase(subject: Subject, { id, steps }: Case): Promise<NormalForm> {
  const height = await subject.ledger('bureau').height();
  const run = new Run(subject, { block: Math.max(0, height - 1), index: -1 });
  return { id, steps: await run.steps(steps), committed: await run.committed() };
}
