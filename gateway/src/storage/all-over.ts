/**
 * As `Promise.all`, but not before all are over: when one fails, none of the others is still at work, writing where its
 * caller has cleaned up, or opening what nobody will close.
 */
export async function allOver<const T extends readonly unknown[]>(
  work: T,
): Promise<{ -readonly [Index in keyof T]: Awaited<T[Index]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
