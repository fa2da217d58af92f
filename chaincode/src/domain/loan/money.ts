/** Amounts in 分 are digits where they are kept, and integers of any size where they are added. */
export const fenOf = (digits: string): bigint => BigInt(digits);

export const fenText = (amount: bigint): string => amount.toString();

export const sumOf = (amounts: Iterable<bigint>): bigint => {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
};
