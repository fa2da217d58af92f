/** Whether an instant lies in a period: from `since` on, before `until`. */
export const inForce = (
  period: { readonly since: number; readonly until?: number | undefined },
  at: number,
): boolean => period.since <= at && (period.until === undefined || at < period.until);

/**
 * Of what holds until the next of its kind, the one that had begun by an instant: rule sets, revisions, editions.
 *
 * @param forms oldest first
 */
export const newestAt = <Form extends { readonly since: number }>(
  forms: readonly Form[],
  at: number,
): Form | undefined => forms.findLast(({ since }) => since <= at);
