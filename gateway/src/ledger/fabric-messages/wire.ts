/**
 * The few protobuf messages every transaction passes through are put together by hand: their parts are bytes already,
 * and the generated classes copy and re-encode them at each level (measured: a third of the message work).
 */
const LENGTH_DELIMITED = 2;

/** A protobuf field of bytes or of an encoded message; nothing when empty, as proto3 leaves it out. */
export function field(number: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  return content.length === 0 ? EMPTY : item(number, content);
}

/** An item of a repeated field, which stands even when empty. */
export function item(number: number, content: Uint8Array): Buffer {
  return Buffer.concat([varint((number << 3) | LENGTH_DELIMITED), varint(content.length), content]);
}

/** Protobuf's base-128 number. */
export function varint(value: number): Buffer {
  if (value < 0x80) return Buffer.of(value);
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}

const EMPTY = Buffer.alloc(0);
