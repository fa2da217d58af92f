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
