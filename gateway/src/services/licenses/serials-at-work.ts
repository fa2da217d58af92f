/** Takes a serial for an issue; false when it is taken. */
export type Take = (key: string) => boolean;

/** Serials of issues that are at work: not on the ledger yet, and no longer free. */
export class SerialsAtWork {
  readonly #taken = new Set<string>();

  /** Runs an issue. What it takes is free again when it ends, or stands on the ledger by then. */
  async during<T>(issue: (take: Take) => Promise<T>): Promise<T> {
    const own: string[] = [];
    const take = (key: string): boolean => {
      if (this.#taken.has(key)) return false;
      this.#taken.add(key);
      own.push(key);
      return true;
    };
    try {
      return await issue(take);
    } finally {
      for (const key of own) this.#taken.delete(key);
    }
  }
}
