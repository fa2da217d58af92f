import { HanlianError } from '@hanlian/chaincode/domain';
import type { Once } from '../storage/once.js';

/** Longer than a signed question is taken after it was signed. */
const REMEMBERED = 60 * 60;

/**
 * What somebody asks by a signature is answered once: whoever overhears the question learns nothing by it.
 *
 * @throws {HanlianError} STATEMENT_REPLAYED
 */
export async function requireFirstAsked(
  asked: Once,
  key: string,
  { intent, issuedAt }: { readonly intent: string; readonly issuedAt: number },
): Promise<void> {
  if (await asked.use(key, intent, issuedAt + REMEMBERED)) return;
  throw new HanlianError('STATEMENT_REPLAYED', 'This question was answered before');
}
