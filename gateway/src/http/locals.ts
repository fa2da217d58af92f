import type { Caller, Proofs } from '../services/types.js';

declare global {
  // Express merges its own types by namespace only.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    /** What one unit of the chain leaves for the next. */
    interface Locals {
      requestId: string;
      /** The path template of the endpoint that answers: what logs and metrics may show. */
      route?: string;
      /** The stable code of a refusal, for logs and metrics. */
      code?: string;
      /** What went wrong inside the hub; for the log alone. */
      fault?: Error;
      /** What the request showed of who sends it. */
      proofs?: Proofs;
      caller?: Caller | undefined;
      /** A proof was sent, and is nobody's. */
      isStranger?: boolean;
      idempotencyKey?: string;
      /** The body's bytes as they came. */
      bytes?: Buffer;
    }
  }
}
