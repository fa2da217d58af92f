/** Draws whole numbers below a bound, the same ones for the same seed (mulberry32). */
export type Draw = (below: number) => number;

export const drawing = (seed: number): Draw => {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

type Mutation = (bytes: Buffer, draw: Draw) => Buffer;

const replaced = (bytes: Buffer, at: number, cut: number, insert: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + cut)]);

const slice = (bytes: Buffer, draw: Draw): Buffer => {
  const start = draw(bytes.length + 1);
  return bytes.subarray(start, start + 1 + draw(40));
};

/** Tags, lengths and characters that readers treat specially. */
const TELLING = [0x00, 0x02, 0x04, 0x05, 0x06, 0x1f, 0x30, 0x31, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xa0, 0xff];
const TELLING_TEXT = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ',',
  ':',
  'e9',
  '-0',
  '\\u0000',
  '\ud800',
  '__proto__',
  'null',
];

const MUTATIONS: readonly Mutation[] = [
  (bytes, draw) => {
    const copy = Buffer.from(bytes);
    const at = draw(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << draw(8));
    return copy;
  },
  (bytes, draw) => replaced(bytes, draw(bytes.length), 1, Uint8Array.of(TELLING[draw(TELLING.length)] ?? 0)),
  (bytes, draw) =>
    replaced(
      bytes,
      draw(bytes.length),
      draw(8),
      Buffer.from(Array.from({ length: draw(4) }, () => draw(256))),
    ),
  (bytes, draw) =>
    replaced(bytes, draw(bytes.length), draw(3), Buffer.from(TELLING_TEXT[draw(TELLING_TEXT.length)] ?? '')),
  (bytes, draw) => replaced(bytes, draw(bytes.length), 0, slice(bytes, draw)),
  (bytes, draw) => replaced(bytes, draw(bytes.length), 40, slice(bytes, draw)),
  (bytes, draw) => bytes.subarray(0, draw(bytes.length)),
  (bytes, draw) => Buffer.concat([bytes, slice(bytes, draw)]),
];

/** One to three changes of any kind. */
export const mutate = (bytes: Buffer, draw: Draw): Buffer => {
  let changed = bytes;
  for (let left = 1 + draw(3); left > 0; left -= 1) {
    if (changed.length === 0) return changed;
    changed = (MUTATIONS[draw(MUTATIONS.length)] as Mutation)(changed, draw);
  }
  return changed;
};
