import { canonicalize, HanlianError, utf8Encode } from '@hanlian/chaincode/domain';
import { random16 } from '../../storage/random.js';
import { holderOf } from '../credit/bodies.js';
import type { SubsidyParts } from './parts.js';

const nameOf = (digest: string): string => `subsidy/${digest}`;

/**
 * Keeps what an officer wrote at length under its department's key, and gives what is signed of it: SHA-256 of the RFC 8785
 * bytes of [salt, text], base64url.
 */
export async function keepText(
  { documents, hashes, random, writer }: SubsidyParts,
  department: string,
  text: string,
): Promise<string> {
  const salted = canonicalize([random16(random), text]);
  const digest = Buffer.from(hashes.sha256(utf8Encode(salted))).toString('base64url');
  const { put, durable } = documents.prepare(nameOf(digest), [holderOf(department)], utf8Encode(salted));
  await durable;
  await writer.write([put]);
  return digest;
}

/** What this hub keeps under a digest; nothing where another hub does, or its key was erased. */
export function readText({ documents }: Pick<SubsidyParts, 'documents'>, digest: string): string | undefined {
  try {
    const [, text] = JSON.parse(documents.read(nameOf(digest)).toString()) as [string, string];
    return text;
  } catch (error) {
    if (error instanceof HanlianError && NOT_HERE.has(error.code)) return undefined;
    throw error;
  }
}

const NOT_HERE: ReadonlySet<string> = new Set(['NOT_FOUND', 'DOCUMENT_ERASED']);
