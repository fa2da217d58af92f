import { HanlianError, isErrorCode } from '../errors/index.js';
import type { JsonObject, JsonValue } from '../json.js';
import { canonicalize } from './canonical.js';
import { parseJson } from './parse.js';

/** `code` sorts first among the members, so every encoded error begins like this. */
const START = '{"code":"';

/**
 * The text in which a contract's refusal crosses the ledger: canonical JSON of code, details and message. Peers and
 * clients put their own words around it, such as `chaincode response 500, {"code":"STALE",…}`.
 */
export function encodeError(error: HanlianError): string {
  const details = Object.fromEntries(
    Object.entries(error.details).filter(([, value]) => value !== undefined),
  );
  return canonicalize({ code: error.code, details, message: error.message });
}

/** The end of the JSON object that starts at `start`: after its closing brace, or the end of the text. */
function endOfObject(text: string, start: number): number {
  const tokens = /"(?:[^"\\]|\\.)*"|[{}]/g;
  tokens.lastIndex = start;
  let depth = 0;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    if (token[0] === '{') depth++;
    if (token[0] === '}') depth--;
    if (depth === 0) return tokens.lastIndex;
  }
  return text.length;
}

function readObject(text: string): JsonObject | undefined {
  try {
    return parseJson(text) as JsonObject;
  } catch {
    return undefined;
  }
}

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Finds an encoded error inside a text, whatever stands around it. Gives undefined when there is none, or when its
 * code is not in this version's registry.
 */
export function decodeError(text: string): HanlianError | undefined {
  const start = text.indexOf(START);
  if (start < 0) return undefined;
  const { code, message, details } = readObject(text.slice(start, endOfObject(text, start))) ?? {};
  if (typeof code !== 'string' || !isErrorCode(code)) return undefined;
  if (typeof message !== 'string' || !isObject(details)) return undefined;
  return new HanlianError(code, message, details);
}
