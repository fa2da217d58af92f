import type { Callers } from '../callers/callers.js';
import type { LicenseParts } from './licenses/parts.js';

/** Whether a job's caller signs its transactions itself; where that cannot be told, carrying it out says why. */
export async function isSignedElsewhere(
  {
    callers,
    parts,
  }: { readonly callers: Pick<Callers, 'find'>; readonly parts: Pick<LicenseParts, 'requests'> },
  { id }: { readonly id: string },
): Promise<boolean> {
  const caller = callers.find(id);
  if (caller === undefined) return false;
  return parts.requests.isHeld(caller.identity).catch(() => false);
}
