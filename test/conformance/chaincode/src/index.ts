import { Context, Contract, Info, Returns, Transaction } from 'fabric-contract-api';
import { interpret, type Step } from './interpreter.js';

/**
 * The conformance suite's chaincode: a transaction is a small program, so that a case is data and means the same on
 * every ledger. Never part of the product.
 */
@Info({ title: 'probe', description: 'Runs the steps of a conformance case' })
export class ProbeContract extends Contract {
  constructor() {
    super('probe');
  }

  @Transaction()
  @Returns('string')
  async run(ctx: Context, program: string): Promise<string> {
    const answers: unknown[] = [];
    for (const step of JSON.parse(program) as Step[]) answers.push(await interpret(ctx, step));
    return JSON.stringify(answers);
  }
}

export const contracts: unknown[] = [ProbeContract];
