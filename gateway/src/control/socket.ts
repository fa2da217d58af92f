import { join } from 'node:path';
import type { Config } from '../config.js';

/** What a running process may be told by whoever may write its data folder. */
export interface Order {
  readonly command: string;
  readonly given: readonly string[];
}

/** What came of it: lines for people, and whether all is well; or why it was not done. */
export type Outcome =
  { readonly lines: readonly string[]; readonly ok: boolean } | { readonly refused: string };

/** The longest path of a socket on Linux, with its end mark; macOS takes four bytes less. */
const LONGEST = 103;

/**
 * Where the process that runs these hubs listens for its operator: in the first hub's folder, which only one process has
 * open. Undefined where a path that long cannot be a socket's.
 */
export function socketPath({ hubs }: Pick<Config, 'hubs'>): string | undefined {
  const [first] = hubs;
  if (first === undefined) return undefined;
  const path = join(first.folder, 'control.sock');
  return Buffer.byteLength(path) <= LONGEST ? path : undefined;
}
