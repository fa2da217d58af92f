/** A map that forgets its oldest entries. */
export class RecentMap<K, V> {
  readonly #entries = new Map<K, V>();
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  set(key: K, value: V): void {
    this.#entries.set(key, value);
    if (this.#entries.size > this.#size) this.#entries.delete(this.#entries.keys().next().value as K);
  }
}

/** A set that forgets its oldest members. */
export class RecentSet<T> {
  readonly #members: RecentMap<T, true>;

  constructor(size: number) {
    this.#members = new RecentMap(size);
  }

  has(member: T): boolean {
    return this.#members.get(member) === true;
  }

  add(member: T): void {
    this.#members.set(member, true);
  }
}
