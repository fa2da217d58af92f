import { HanlianError } from '../../domain/index.js';
import { creatorsDepartment, departmentOf, GOVERNMENT, requireInCharge } from '../authority.js';
import type { TransactionContext } from '../context.js';

/** Whose entries a transaction's creator may write; each department is asked for once, however many entries it has. */
export class Owners {
  readonly #ctx: TransactionContext;
  readonly #known = new Map<string, Promise<string>>();

  constructor(ctx: TransactionContext) {
    this.#ctx = ctx;
  }

  /** @throws {HanlianError} OTHER_DEPARTMENT, DEPARTMENT_UNKNOWN, WRONG_MSP */
  async require(owner: string): Promise<void> {
    const known = this.#known.get(owner) ?? requireInCharge(this.#ctx, owner);
    this.#known.set(owner, known);
    await known;
  }
}

/**
 * Catalogue, responsibility and negative lists are the government's: a bank has nothing to share under them.
 *
 * @throws {HanlianError} PROVIDER_NOT_ALLOWED
 */
export async function requireProvider(ctx: TransactionContext): Promise<void> {
  const { kind } = await departmentOf(ctx.state, await creatorsDepartment(ctx));
  if (GOVERNMENT.has(kind)) return;
  throw new HanlianError('PROVIDER_NOT_ALLOWED', `A ${kind} keeps no catalogue`, {
    expected: [...GOVERNMENT],
    received: kind,
  });
}
