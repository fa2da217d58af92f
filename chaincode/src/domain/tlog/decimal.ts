const DECIMAL = /^(0|[1-9][0-9]{0,15})$/;

/** A whole number as C2SP writes it, without leading zeros; undefined for anything else, and for what no double holds. */
export function parseDecimal(text: string): number | undefined {
  if (!DECIMAL.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}
