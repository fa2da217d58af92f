/** A map that forgets its oldest entries. */
export class RecentMap<K, V> {
  readonly #entries = new Map<K, V>();
  readonly #size: number;
  readonly #forgotten: (value: V) => void;

  constructor(size: number, forgotten: (value: V) => void = () => undefined) {
    this.#size = size;
    this.#forgotten = forgotten;
  }

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  set(key: K, value: V): void {
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#size) return;
    const [oldest] = this.#entries;
    if (oldest === undefined) return;
    this.#entries.delete(oldest[0]);
    this.#forgotten(oldest[1]);
  }
}
