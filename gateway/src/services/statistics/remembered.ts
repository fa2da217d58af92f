/** As many as the contract answers at once. */
const AT_ONCE = 100;

/** What a department was shown of a record, and at which revision that showed it. */
export interface Shown<View> {
  readonly revision: number;
  readonly view: View;
}

/** A record that was asked for; without a view it is another department's. */
type Asked<View> = Shown<View> | { readonly revision: number; readonly view?: never };

/**
 * What a department is shown of records, each read again once its record stands at another revision than was shown: what
 * a peer that lags behind has shown counts until then, and no longer.
 */
export class Remembered<View> {
  readonly #read: (ids: readonly string[]) => Promise<ReadonlyMap<string, Shown<View>>>;
  readonly #asked = new Map<string, Asked<View>>();

  /** @param read what is shown of so many records, by id; what is another department's is left out */
  constructor(read: (ids: readonly string[]) => Promise<ReadonlyMap<string, Shown<View>>>) {
    this.#read = read;
  }

  /** All that is shown, by the revisions at which the records stand now. */
  async all(standing: ReadonlyMap<string, number>): Promise<readonly View[]> {
    const stale = [...standing].filter(([id, revision]) => this.#asked.get(id)?.revision !== revision);
    for (let i = 0; i < stale.length; i += AT_ONCE) {
      const asked = stale.slice(i, i + AT_ONCE);
      const shown = await this.#read(asked.map(([id]) => id));
      for (const [id, revision] of asked) this.#asked.set(id, shown.get(id) ?? { revision });
    }
    return [...this.#asked.values()].flatMap(({ view }) => (view === undefined ? [] : [view]));
  }
}
