import { encodeQueryReads, sha256, type MerkleSummary, type Read } from '../fabric-messages/index.js';

// Fabric's `maxDegreeQueryReadsHashing`.
export const MAX_DEGREE = 50;

/**
 * Gathers the results of a range read. Up to `maxDegree` results are kept as they are; beyond, Fabric keeps only a
 * tree of hashes over groups of maxDegree + 1 (rwsetutil `RangeQueryResultsHelper`), which this reproduces.
 */
export class RangeSummary {
  readonly #maxDegree: number;
  #pending: Read[] = [];
  // Hashes waiting at each level; level 1 is over raw reads.
  readonly #levels = new Map<number, Uint8Array[]>();
  #maxLevel = 1;

  constructor(maxDegree = MAX_DEGREE) {
    this.#maxDegree = maxDegree;
  }

  add(read: Read): void {
    this.#pending.push(read);
    if (this.#pending.length > this.#maxDegree) this.#hashPending();
  }

  /** The results in the form a read set holds them. Call once, at the end. */
  finish(): readonly Read[] | MerkleSummary {
    if (this.#levels.size === 0) return this.#pending;
    if (this.#pending.length > 0) this.#hashPending();
    this.#raiseLowerLevels();
    return { maxDegree: this.#maxDegree, maxLevel: this.#maxLevel, hashes: this.#at(this.#maxLevel) };
  }

  #at(level: number): Uint8Array[] {
    return this.#levels.get(level) ?? [];
  }

  #push(level: number, hash: Uint8Array): void {
    this.#levels.set(level, [...this.#at(level), hash]);
    this.#maxLevel = Math.max(this.#maxLevel, level);
  }

  #hashPending(): void {
    this.#push(1, sha256(encodeQueryReads(this.#pending)));
    this.#pending = [];
    for (let level = 1; this.#at(level).length > this.#maxDegree; level++) this.#combine(level);
  }

  #combine(level: number): void {
    const hashes = this.#at(level);
    this.#levels.delete(level);
    this.#push(level + 1, hashes.length === 1 && hashes[0] ? hashes[0] : sha256(...hashes));
  }

  #raiseLowerLevels(): void {
    for (let level = 1; level < this.#maxLevel; level++) {
      if (this.#at(level).length > 0) this.#combine(level);
    }
    if (this.#at(this.#maxLevel).length > this.#maxDegree) this.#combine(this.#maxLevel);
  }
}
