import type { Digest } from '../hash.js';
import { nodeHash } from '../merkle/index.js';

/**
 * A growing tree of which only the roots of its largest whole subtrees are kept, left to right: at most one for each bit
 * of its size. It gives every root, and no proof.
 */
export class CompactTree {
  readonly #digest: Digest;
  #size: number;
  readonly #subtrees: Uint8Array[];

  constructor(digest: Digest, size = 0, subtrees: readonly Uint8Array[] = []) {
    this.#digest = digest;
    this.#size = size;
    this.#subtrees = [...subtrees];
  }

  get size(): number {
    return this.#size;
  }

  /** What it takes to go on later. */
  get subtrees(): readonly Uint8Array[] {
    return [...this.#subtrees];
  }

  append(leaf: Uint8Array): void {
    let node = leaf;
    for (let size = this.#size; size % 2 === 1; size = Math.floor(size / 2)) {
      node = nodeHash(this.#digest, this.#subtrees.pop() as Uint8Array, node);
    }
    this.#subtrees.push(node);
    this.#size++;
  }

  /** The root (RFC 6962 §2.1). */
  root(): Uint8Array {
    const [first, ...rest] = this.#subtrees.toReversed();
    if (first === undefined) return this.#digest(new Uint8Array(0));
    return rest.reduce((right, left) => nodeHash(this.#digest, left, right), first);
  }
}
