export type CaErrorCode = 'CA_REFUSED' | 'CA_UNREACHABLE';

/** The number Fabric CA gives for an identity it has registered before (fabric-ca lib/caerrors). */
export const ALREADY_REGISTERED = 74;

interface CaErrorDetails {
  readonly code: CaErrorCode;
  /** The authority, as its owner calls it. */
  readonly authority: string;
  readonly reason: string;
  /** What was asked of it. */
  readonly request?: string;
  /** The numbers Fabric CA gave with its refusal. */
  readonly numbers?: readonly number[];
  readonly cause?: unknown;
}

/** An authority that refused, or gave no answer. */
export class CaError extends Error {
  override readonly name = 'CaError';
  readonly code: CaErrorCode;
  readonly authority: string;
  readonly reason: string;
  readonly request: string;
  readonly numbers: readonly number[];

  constructor({ code, authority, reason, request = '', numbers = [], cause }: CaErrorDetails) {
    const failed = code === 'CA_REFUSED' ? `refused ${request}` : 'cannot be reached';
    super(`${authority} ${failed}: ${reason}`, { cause });
    this.code = code;
    this.authority = authority;
    this.reason = reason;
    this.request = request;
    this.numbers = numbers;
  }
}
