import { HanlianError, type Instant } from '@hanlian/chaincode/domain';
import type { Once } from '../storage/once.js';

/** Longer than a signed question is taken after it was signed. */
const REMEMBERED = 60 * 60;

/**
 * What somebody asks by a signature is answered once: whoever overhears the question learns nothing by it.
 *
 * @throws {HanlianError} STATEMENT_REPLAYED
 */
export const requireFirstAsked = (
  asked: Once,
  key: string,
  { intent, issuedAt }: { readonly intent: string; readonly issuedAt: number },
): Promise<void> => requireUnused(asked, key, { name: intent, until: issuedAt + REMEMBERED });

/**
 * The same of what has a name and an end of its own, as a presentation does.
 *
 * @throws {HanlianError} STATEMENT_REPLAYED
 */
export async function requireUnused(
  asked: Once,
  whose: string,
  { name, until }: { readonly name: string; readonly until: Instant },
): Promise<void> {
  if (await asked.use(whose, name, until)) return;
  throw new HanlianError('STATEMENT_REPLAYED', 'This question was answered before');
}
