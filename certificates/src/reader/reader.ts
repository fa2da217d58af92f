import type { Verification, VerificationContext } from '../verification/types.js';

/** A file that was opened: what it carries, and how it is verified. */
export interface Reading {
  /** The evidence document inside, JSON, as it stands there; undefined where there is none to be had. */
  readonly evidence: Uint8Array | undefined;
  /** The identifier that the certificate inside bears; undefined where it cannot be read. */
  readonly license: string | undefined;
  /** Verifies all of the file: what it carries, and the file around it. What the file says is never thrown. */
  readonly verify: (context: VerificationContext) => Promise<Verification>;
}

/** One of the forms in which certificates come as files. */
export interface Reader {
  /** The form's name, as reports give it. */
  readonly form: string;
  /** The largest file of this form that is looked into, in bytes. */
  readonly maxBytes: number;
  /** Whether a file is of this form, by its content alone: names and media types are what senders say. */
  readonly recognises: (bytes: Uint8Array) => boolean;
  /** Opens a file of this form, however broken, in bounded time and memory. */
  readonly read: (bytes: Uint8Array) => Promise<Reading>;
}
