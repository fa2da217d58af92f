import {
  base64urlDecode,
  base64urlEncode,
  canonicalize,
  concatBytes,
  utf8Encode,
} from '../encoding/index.js';
import type { Digest, Hashes } from '../hash.js';
import type { EntryFacts, EntryInput } from '../schemas/credit.js';

/** What an entry is known by; the hash over it is its id. */
export interface EntryIdentity extends Pick<EntryInput, 'subject' | 'category' | 'document'> {
  readonly source: string;
}

const ID_BYTES = 16;
const ID_TAG = 'hanlian-credit-entry-v1';
const LINK_TAG = 'hanlian-credit-link-v1';
const CHAIN_TAG = 'hanlian-credit-chain-v1';

const tagged = (digest: Digest, tag: string, value: unknown): Uint8Array =>
  digest(utf8Encode(`${tag}\n${canonicalize(value)}`));

/** The id of an entry: 16 bytes of SHA-256 over who says what kind of thing of whom, by which document. */
export const entryIdOf = (sha256: Digest, { source, category, document, subject }: EntryIdentity): string =>
  base64urlEncode(tagged(sha256, ID_TAG, [source, category, document, subject]).slice(0, ID_BYTES));

/**
 * One link of a subject's chain: all that an entry says in public, as published or as corrected. A report that may not
 * show an entry gives its bare link, which tells nothing, since the roots in it are salted.
 */
export const entryLink = (digest: Digest, identity: EntryIdentity, facts: EntryFacts): Uint8Array => {
  const { source, category, document, subject } = identity;
  return tagged(digest, LINK_TAG, [subject, source, category, document, facts]);
};

/** Where a subject's chain begins. */
export const chainStart = (digest: Digest, subject: string): Uint8Array => tagged(digest, CHAIN_TAG, subject);

/** The chain after one more link: H(chain ‖ link). */
export const chainAfter = (digest: Digest, chain: Uint8Array, link: Uint8Array): Uint8Array =>
  digest(concatBytes(chain, link));

/** Where a chain comes to over these links: what an entry set's head must say. */
export const chainOver = (digest: Digest, subject: string, links: readonly Uint8Array[]): Uint8Array =>
  links.reduce((chain, link) => chainAfter(digest, chain, link), chainStart(digest, subject));

/** How far a subject's chain has come, as its head says in both suites. */
export interface Chain {
  readonly count: number;
  readonly chain: string;
  readonly sm3Chain: string;
}

export const emptyChain = ({ sha256, sm3 }: Hashes, subject: string): Chain => ({
  count: 0,
  chain: base64urlEncode(chainStart(sha256, subject)),
  sm3Chain: base64urlEncode(chainStart(sm3, subject)),
});

/** The chain with one more entry's facts at its end. */
export function extendChain(
  { sha256, sm3 }: Hashes,
  { count, chain, sm3Chain }: Chain,
  identity: EntryIdentity,
  facts: EntryFacts,
): Chain {
  const after = (digest: Digest, before: string): string =>
    base64urlEncode(chainAfter(digest, base64urlDecode(before), entryLink(digest, identity, facts)));
  return { count: count + 1, chain: after(sha256, chain), sm3Chain: after(sm3, sm3Chain) };
}
