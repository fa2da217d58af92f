import { z } from 'zod';
import { listAt, listPath, listUrn, type StatusPlace } from './profile.js';

const statusEntry = z.strictObject({
  type: z.literal('BitstringStatusListEntry'),
  statusPurpose: z.enum(['revocation', 'suspension']),
  statusListIndex: z.string().regex(/^(0|[1-9][0-9]{0,9})$/),
  statusListCredential: z.string().max(500),
});

/**
 * `credentialStatus` of a certificate (Bitstring Status List §2.1): its one place, in the list of revocations and in that
 * of suspensions, with which any reader of the standard knows what to do.
 */
export const statusEntries = z.tuple([statusEntry, statusEntry]);
export type StatusEntries = z.infer<typeof statusEntries>;

/** A place, and the address of the hub that publishes its lists; undefined: nobody has told it. */
export interface PublishedPlace extends StatusPlace {
  readonly publicUrl?: string | undefined;
}

/** Names the lists by the address they are published under, or where there is none by their own name. */
export const entriesAt = ({ publicUrl, department, list, index }: PublishedPlace): StatusEntries => {
  const entry = (statusPurpose: 'revocation' | 'suspension'): StatusEntries[number] => {
    const name = { department, list, purpose: statusPurpose };
    return {
      type: 'BitstringStatusListEntry',
      statusPurpose,
      statusListIndex: String(index),
      statusListCredential: publicUrl === undefined ? listUrn(name) : publicUrl + listPath(name),
    };
  };
  return [entry('revocation'), entry('suspension')];
};

/** The one place that both entries tell; undefined: they tell none of ours, or two. */
export const placeAt = (entries: StatusEntries): PublishedPlace | undefined => {
  const [{ statusListIndex, statusListCredential }] = entries;
  const found = listAt(statusListCredential);
  if (found === undefined) return undefined;
  const { publicUrl, department, list } = found;
  const place = { publicUrl, department, list, index: Number(statusListIndex) };
  return JSON.stringify(entriesAt(place)) === JSON.stringify(entries) ? place : undefined;
};
