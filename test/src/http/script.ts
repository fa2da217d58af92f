import { readFileSync } from 'node:fs';
import type { Sent } from '../support/http-client.js';

/** What an answer must be: each header and each member of the body named here, `*` standing for anything. */
export interface Expected {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, pattern: string | undefined])[];
  readonly body: unknown;
}

export interface Step {
  readonly title: string;
  /** `method code`: the next call of that service method fails so. */
  readonly faults: readonly (readonly [method: string, code: string])[];
  readonly sent: Sent;
  readonly expected: Expected;
}

const DIRECTIVES: Readonly<Record<string, (argument: string) => Uint8Array>> = {
  '@hex': (digits) => Buffer.from(digits.replaceAll(' ', ''), 'hex'),
  '@filler': (bytes) => Buffer.alloc(Number(bytes), ' '),
  '@nested': (levels) => Buffer.from('['.repeat(Number(levels)) + ']'.repeat(Number(levels))),
};

function bodyOf(lines: readonly string[]): string | Uint8Array | undefined {
  const text = lines.join('\n').trim();
  if (text === '') return undefined;
  const [directive = '', ...rest] = text.split(' ');
  return DIRECTIVES[directive]?.(rest.join(' ')) ?? text;
}

function headerOf(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  if (colon < 0) throw new Error(`Not a header: ${line}`);
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}

/** Splits at the first empty line: headers before it, a body after. */
function split(lines: readonly string[]): [head: readonly string[], body: readonly string[]] {
  const empty = lines.findIndex((line) => line.trim() === '');
  return empty < 0 ? [lines, []] : [lines.slice(0, empty), lines.slice(empty + 1)];
}

function sentOf(lines: readonly string[]): Sent {
  const [[first = '', ...headers], body] = split(lines);
  const [method = '', path = ''] = first.split(' ');
  const content = bodyOf(body);
  return {
    method,
    path,
    headers: Object.fromEntries(headers.map(headerOf)),
    ...(content !== undefined && { body: content }),
  };
}

function expectedOf(lines: readonly string[]): Expected {
  const [[status = '', ...headers], body] = split(lines);
  const text = body.join('\n').trim();
  return {
    status: Number(status),
    headers: headers.map((line) =>
      line.startsWith('-') ? [line.slice(1).trim(), undefined] : headerOf(line),
    ),
    body: text === '' ? undefined : JSON.parse(text),
  };
}

function stepOf(block: string): Step {
  const [title = '', ...lines] = block.split('\n');
  const isFault = (line: string): boolean => line.startsWith('! ');
  const rest = lines.filter((line) => !isFault(line) && !line.startsWith('#'));
  const turn = rest.indexOf('--');
  if (turn < 0) throw new Error(`No expectation after "${title}"`);
  return {
    title,
    faults: lines.filter(isFault).map((line) => line.slice(2).split(' ') as [string, string]),
    sent: sentOf(rest.slice(0, turn)),
    expected: expectedOf(rest.slice(turn + 1)),
  };
}

const DEFINITION = /^let (\w+) = (.*)$/gm;

/**
 * Reads a script: `let NAME = text` at its head, then steps. A step is a line `== title`, faults to arm (`! method
 * code`), a request as HTTP writes it, a line `--`, and the answer: status, headers (`-Name` for one that must be
 * absent), and after an empty line the members a JSON body must have.
 */
export function readScript(file: URL): readonly Step[] {
  const source = readFileSync(file, 'utf8');
  const [head = '', ...blocks] = source.split(/^== /m);
  const names = [...head.matchAll(DEFINITION)].map(([, name = '', text = '']) => [name, text] as const);
  return blocks.map((block) =>
    stepOf(names.reduce((text, [name, value]) => text.replaceAll(`$${name}`, value), block)),
  );
}
