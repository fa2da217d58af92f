/** Who reads a credit report, and for which application. */
export interface GrantQuestion {
  /** USCC. */
  readonly reader: string;
  /** `applicationDigest` of the application. */
  readonly application: string;
}
