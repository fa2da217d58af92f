/** A PDF value as it stands in the file (ISO 32000-1 §7.3). Text is ASCII: what is not goes in as hexadecimal. */
export type PdfText = string;

export const dict = (entries: Readonly<Record<string, PdfText | number | undefined>>): PdfText =>
  `<< ${Object.entries(entries)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `/${key} ${value}`)
    .join(' ')} >>`;

export const array = (values: readonly (PdfText | number)[]): PdfText => `[${values.join(' ')}]`;

export const hex = (bytes: Uint8Array): PdfText => `<${Buffer.from(bytes).toString('hex').toUpperCase()}>`;

/** A text string in UTF-16 with its byte order mark (§7.9.2.2). */
export const text = (value: string): PdfText =>
  `<FEFF${Buffer.from(value, 'utf16le').swap16().toString('hex').toUpperCase()}>`;

/** A date at UTC (§7.9.4). */
export const date = (instant: Date): PdfText =>
  `(D:${instant.toISOString().replaceAll(/[-:T]|\.\d+Z/g, '')}Z)`;

/** Hundredths of a point are finer than any printer. */
export const number = (value: number): PdfText => String(Math.round(value * 100) / 100);
