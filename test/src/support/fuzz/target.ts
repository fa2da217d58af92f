/** A reader, what it is fed with, and what must hold of what it takes. */
export interface Target {
  readonly name: string;
  readonly sample: Buffer;
  /** Throws when the reader did what it must not; true: it took the bytes. */
  readonly try: (bytes: Buffer) => Promise<boolean>;
}

/** Refuses what another reader refuses. */
export const requireAgreement = (agrees: boolean, who: string): true => {
  if (!agrees) throw new Error(`Taken here, refused by ${who}`);
  return true;
};

/** The bytes in a buffer of their own, as pkijs wants them. */
export const exact = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
