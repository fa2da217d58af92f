import { keptText, prepareText } from '../basis.js';
import { holderOf } from '../credit/bodies.js';
import type { SubsidyParts } from './parts.js';

/** Keeps what an officer wrote at length under its department's key, and gives the salted digest that is signed of it. */
export async function keepText(parts: SubsidyParts, department: string, written: string): Promise<string> {
  const { digest, text } = prepareText(parts, 'subsidy', written, [holderOf(department)]);
  await text.durable;
  await parts.writer.write([text.put]);
  return digest;
}

/** What this hub keeps under a digest; nothing where another hub does, or its key was erased. */
export const readText = (parts: Pick<SubsidyParts, 'documents'>, digest: string): string | undefined =>
  keptText(parts, 'subsidy', digest);
