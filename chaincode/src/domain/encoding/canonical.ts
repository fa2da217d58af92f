import { HanlianError } from '../errors/index.js';
import type { JsonObject, JsonValue } from '../json.js';

/** Deeper values are refused, which also ends a walk around a cycle. */
const MAX_DEPTH = 256;

const refuse = (what: string, field: string): HanlianError =>
  new HanlianError('JSON_NOT_CANONICAL', `${what} has no canonical JSON form`, { field });

/** JSON.stringify escapes strings exactly as RFC 8785 §3.2.2.2 asks, except that it lets lone surrogates by. */
function serializeString(text: string, field: string): string {
  if (!text.isWellFormed()) throw refuse('A string with a lone surrogate', field);
  return JSON.stringify(text);
}

function serializeNumber(value: number, field: string): string {
  if (!Number.isFinite(value)) throw refuse(`The number ${String(value)}`, field);
  return String(value);
}

function serializeArray(values: readonly JsonValue[], field: string, depth: number): string {
  let text = '[';
  for (let i = 0; i < values.length; i++) {
    text += (i === 0 ? '' : ',') + serialize(values[i], field, depth + 1);
  }
  return text + ']';
}

function isPlainObject(value: object): value is JsonObject {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function serializeObject(value: object, field: string, depth: number): string {
  if (!isPlainObject(value)) throw refuse(`An instance of ${value.constructor.name}`, field);
  let text = '{';
  // The default sort compares UTF-16 code units, as RFC 8785 §3.2.3 asks.
  for (const key of Object.keys(value).sort()) {
    text += `${text.length === 1 ? '' : ','}${serializeString(key, key)}:${serialize(value[key], key, depth + 1)}`;
  }
  return text + '}';
}

function serializeComposite(value: object, field: string, depth: number): string {
  if (depth > MAX_DEPTH) {
    throw new HanlianError('JSON_TOO_DEEP', `The value is nested more than ${MAX_DEPTH} levels deep`, {
      field,
    });
  }
  return Array.isArray(value)
    ? serializeArray(value as readonly JsonValue[], field, depth)
    : serializeObject(value, field, depth);
}

function serialize(value: unknown, field: string, depth: number): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return serializeString(value, field);
  if (typeof value === 'number') return serializeNumber(value, field);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'object') return serializeComposite(value, field, depth);
  throw refuse(`A value of type ${typeof value}`, field);
}

/**
 * The canonical JSON text of a value (RFC 8785): members sorted by UTF-16 code units, numbers as ECMAScript writes
 * them, no white space. Equal values give equal texts, so digests and signatures are taken over it.
 *
 * @throws {HanlianError} JSON_NOT_CANONICAL for undefined, a function, a bigint, a symbol, NaN, an infinity, a lone
 *   surrogate or an object that is not plain; JSON_TOO_DEEP beyond 256 levels. `details.field` is the nearest key.
 */
export const canonicalize = (value: unknown): string => serialize(value, '', 0);
