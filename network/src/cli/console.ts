import { parseArgs } from 'node:util';

import { NetworkError, type Text } from '../errors.js';

/** Where a command's words go. */
export interface Console {
  /** Aborted when the person presses Ctrl-C. */
  readonly signal: AbortSignal;
  /** Prints data: what a script may read. */
  print(line: string): void;
  say(text: Text): void;
  progress(text: Text, seconds: number): void;
  complain(text: Text, code: string): void;
}

export interface Options {
  readonly run?: string;
  readonly topology?: string;
  readonly portOffset: number;
  readonly quick: boolean;
  readonly follow: boolean;
  readonly json: boolean;
}

/**
 * Reads the command line; the environment gives what it leaves out.
 *
 * @throws NetworkError `USAGE`.
 */
export function parse(args: readonly string[]): { command: string; positionals: string[]; options: Options } {
  const { values, positionals } = readArguments(args);
  const { HANLIAN_NETWORK_RUN, HANLIAN_TOPOLOGY, HANLIAN_PORT_OFFSET = '0' } = process.env;
  const [command = 'help', ...rest] = positionals;
  return {
    command,
    positionals: rest,
    options: {
      run: values.run ?? HANLIAN_NETWORK_RUN,
      topology: values.topology ?? HANLIAN_TOPOLOGY,
      portOffset: offset(values['port-offset'] ?? HANLIAN_PORT_OFFSET),
      quick: values.quick,
      follow: values.follow,
      json: values.json,
    },
  };
}

type Arguments = ReturnType<typeof parseKnown>;

function readArguments(args: readonly string[]): Arguments {
  try {
    return parseKnown(args);
  } catch (cause) {
    throw new NetworkError('USAGE', { process: 'network', reason: (cause as Error).message }, { cause });
  }
}

// The type follows from the options, so it is not written twice.
// eslint-disable-next-line @typescript-eslint/explicit-function-return-type
function parseKnown(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      run: { type: 'string' },
      topology: { type: 'string' },
      'port-offset': { type: 'string' },
      quick: { type: 'boolean', default: false },
      follow: { type: 'boolean', short: 'f', default: false },
      json: { type: 'boolean', default: false },
    },
  });
}

function offset(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new NetworkError('USAGE', { process: 'network', reason: `${text} is not a port offset` });
}
