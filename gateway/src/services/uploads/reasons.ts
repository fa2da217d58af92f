import type { RowError } from '@hanlian/chaincode/domain';

/** The columns a reject file has besides the ones that were sent; sent again, they are passed over. */
const HEADERS = ['_line', '_column', '_code', '_原因', '_reason'] as const;
export const REASON_HEADERS: ReadonlySet<string> = new Set(HEADERS);

/** The member of a rejected JSON line that says why; sent again, it is passed over. */
export const REASON_MEMBER = '_errors';

export const reasonHeader: readonly string[] = HEADERS;

const all = (errors: readonly RowError[], told: (error: RowError) => string): string =>
  errors.map(told).join('; ');

export const reasonCells = (line: number, errors: readonly RowError[]): readonly string[] => [
  String(line),
  all(errors, ({ header, field }) => header ?? field ?? ''),
  all(errors, ({ code }) => code),
  all(errors, ({ message }) => message.zh),
  all(errors, ({ message }) => message.en),
];
