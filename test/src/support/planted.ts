import type { Violation } from '@hanlian/certificates';

/** What a seed makes of a release, and of a product that an operator hands on: each an audit must find. */
export const RELEASE_WRONGS = [
  'hiddenRead',
  'alteredReceipt',
  'overMask',
  'expiredGrant',
  'staleLease',
] as const;
export const PRODUCT_WRONGS = ['uncoveredProduct', 'removedProduct', 'forgedConfirmation'] as const;
export const WRONGS = [...RELEASE_WRONGS, ...PRODUCT_WRONGS] as const;

export type ReleaseWrong = (typeof RELEASE_WRONGS)[number];
export type ProductWrong = (typeof PRODUCT_WRONGS)[number];
export type Wrong = (typeof WRONGS)[number];

export const isOfProducts = (wrong: Wrong | undefined): wrong is ProductWrong =>
  (PRODUCT_WRONGS as readonly unknown[]).includes(wrong);

/** Something that went wrong, as only who planted it knows. */
export interface Planted {
  readonly wrong: Wrong;
  readonly provider: string;
  readonly requester: string;
  /** The id of its query, or of its product. */
  readonly query: string;
  /** The numbers of its records in their chain. */
  readonly seqs: readonly number[];
}

/** By which codes each thing is known, and what else follows from it. */
const SHOWS: Readonly<Record<Wrong, readonly Violation['code'][]>> = {
  // Where the requester's word for it is handed in, that is of no record.
  hiddenRead: ['RECEIPT_MISSING', 'ACKNOWLEDGEMENT_UNRECORDED'],
  alteredReceipt: ['RECEIPT_FORGED', 'RECEIPT_ALTERED', 'ACKNOWLEDGEMENT_UNRECORDED'],
  overMask: ['RELEASE_NOT_COVERED'],
  expiredGrant: ['RELEASE_NOT_COVERED'],
  staleLease: ['LEASE_STALE'],
  uncoveredProduct: ['ONWARD_NOT_COVERED'],
  removedProduct: ['RECEIPT_MISSING', 'ACKNOWLEDGEMENT_UNRECORDED'],
  forgedConfirmation: ['ACKNOWLEDGEMENT_FORGED'],
};

function shows({ wrong, provider, requester, query, seqs }: Planted, found: Violation): boolean {
  if (!SHOWS[wrong].includes(found.code)) return false;
  if (found.query !== undefined) return found.query === query;
  if (found.provider !== provider || found.requester !== requester) return false;
  const { seq = 0, to = seq } = found;
  return seqs.some((one) => seq <= one && one <= to);
}

/** What was found without having been planted, and what was planted and not found. */
export function compare(
  planted: readonly Planted[],
  violations: readonly Violation[],
): { readonly unexpected: readonly Violation[]; readonly missed: readonly Planted[] } {
  return {
    unexpected: violations.filter((found) => !planted.some((one) => shows(one, found))),
    missed: planted.filter((one) => !violations.some((found) => shows(one, found))),
  };
}
