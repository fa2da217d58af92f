import { pooled, type Random } from '@hanlian/gateway/storage/random';
import { expect } from 'chai';

describe('pooled random bytes', () => {
  /** Bytes 0, 1, 2, … over all draws, two bytes a number, so that one given out twice shows. */
  const counting = (): Random => {
    let next = 0;
    return (length) => Buffer.from(Uint16Array.from({ length: length / 2 }, () => next++).buffer);
  };
  const numbersOf = (bytes: Uint8Array): number[] =>
    Array.from({ length: bytes.length / 2 }, (_, i) => Buffer.from(bytes).readUInt16LE(2 * i));

  it('gives as many bytes as are asked for, and none of them twice', () => {
    const random = pooled(counting());
    const lengths = [12, 16, 4096, 2, 4094, 4, 10_000, 100];
    const draws = lengths.map((length) => random(length));
    expect(draws.map(({ length }) => length)).to.deep.equal(lengths);
    const numbers = draws.flatMap(numbersOf);
    expect(new Set(numbers).size).to.equal(numbers.length);
  });

  it('draws many small lots at once', () => {
    let draws = 0;
    const random = pooled((length) => {
      draws++;
      return new Uint8Array(length);
    });
    for (let i = 0; i < 256; i++) random(16);
    expect(draws).to.equal(1);
  });
});
