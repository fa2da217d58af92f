import type { Instant } from '@hanlian/chaincode/domain';

/** What a verifier expects of a presentation. */
export interface PresentationQuestion {
  /** Who verifies; undefined: nobody said, and whom it is meant for cannot be judged. */
  readonly audience?: string | undefined;
  /** The nonce that the verifier drew; undefined: it drew none. */
  readonly nonce?: string | undefined;
  readonly now: Instant;
  /** Whether an SD-JWT without the holder's proof is refused; otherwise it is judged as a file is. */
  readonly isRequired: boolean;
  /**
   * Remembers a presentation until it has run out; false: it was shown before. What it was given is durable before it
   * answers. Undefined: nobody here remembers.
   */
  readonly once?: ((name: string, until: Instant) => Promise<boolean>) | undefined;
}
