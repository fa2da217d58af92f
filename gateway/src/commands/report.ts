/** What a command found: lines for people, and whether all is well. */
export interface Report {
  readonly lines: readonly string[];
  readonly ok: boolean;
}
