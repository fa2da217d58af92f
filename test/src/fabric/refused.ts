import { LedgerError } from '@hanlian/gateway/ledger/port';

/** Where and with which code the ledger refuses; fails the test when it does not. */
export async function refused(work: Promise<unknown>): Promise<{ stage: string; code: string }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof LedgerError) return { stage: error.stage, code: error.code };
    throw error;
  }
  throw new Error('it was not refused');
}

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
