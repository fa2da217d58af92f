import type { UploadColumn } from '@hanlian/chaincode/domain';
import type { JobRecord } from '../../uploads/record.js';
import { readHeader } from '../import/header.js';
import type { Sheet } from '../import/row.js';

/** What the rows of a job's file are read by, from the header it was found to have. */
export const sheetOf = (
  { department, severity }: Pick<JobRecord, 'department' | 'severity'>,
  columns: readonly UploadColumn[],
): Sheet => {
  const { edition } = readHeader(columns.map(({ header }) => header));
  return { edition, columns, department, ...(severity !== undefined && { severity }) };
};
