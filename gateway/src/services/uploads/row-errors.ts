import { errorEntry, type HanlianError, type RowError, type UploadColumn } from '@hanlian/chaincode/domain';
import { sentenceOf } from '../../sentence.js';

/** What the checks of a row put before every path. */
export const ROOT = 'row';

/** An error of a row, with the place it has in the file. */
export function rowError(
  error: HanlianError,
  line?: number,
  columns: readonly UploadColumn[] = [],
): RowError {
  const { details } = error;
  const field = details.field?.startsWith(`${ROOT}.`) ? details.field.slice(ROOT.length + 1) : details.field;
  const named = details.field === field ? details : { ...details, field };
  const own = line ?? numberIn(details.line);
  const column = columnOf(error, field, columns);
  return {
    ...(own !== undefined && { line: own }),
    ...(column && { column: column.column, header: column.header }),
    ...(field !== undefined && { field }),
    code: error.code,
    message: sentenceOf(
      { message: error.message.replaceAll(`${ROOT}.`, ''), details: named },
      errorEntry(error.code),
    ),
  };
}

const numberIn = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** The column an error names, or the one that fills what it is about. */
function columnOf(
  { details }: HanlianError,
  field: string | undefined,
  columns: readonly UploadColumn[],
): Pick<UploadColumn, 'column' | 'header'> | undefined {
  const { column, header } = details;
  if (typeof column === 'number') {
    return { column, header: typeof header === 'string' ? header : (columns[column - 1]?.header ?? '') };
  }
  return field === undefined ? undefined : columns.find((each) => each.field === field);
}
