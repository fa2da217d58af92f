/** Waits for what others learn within moments: however long it takes on a busy machine, and no longer. */
export async function eventually<T>(check: () => T | Promise<T>, within = 30_000): Promise<T> {
  const deadline = Date.now() + within;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
