import { HanlianError } from '@hanlian/chaincode/domain';

/** The error an action is refused with; fails the test when it is not refused by the domain. */
export function refusalOf(action: () => unknown): HanlianError {
  try {
    action();
  } catch (error) {
    if (error instanceof HanlianError) return error;
    throw error;
  }
  throw new Error('The action was not refused');
}

/** The error a promise is refused with; fails the test when it is not refused by the domain. */
export async function rejectionOf(promise: Promise<unknown>): Promise<HanlianError> {
  const refused = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  return refusalOf(() => {
    if (refused !== undefined) throw refused as Error;
  });
}
