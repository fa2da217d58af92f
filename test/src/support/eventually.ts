/** Waits for what other peers learn within moments. */
export async function eventually<T>(check: () => Promise<T>, within = 10_000): Promise<T> {
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
