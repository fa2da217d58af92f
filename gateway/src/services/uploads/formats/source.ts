import { HanlianError, type ErrorCode } from '@hanlian/chaincode/domain';

/** A row as the file has it: of a table its cells, of JSON lines the line. */
export interface SourceRow {
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Cells that cannot be read as they are: from 0. */
  readonly problems?: readonly CellProblem[];
}

export interface CellProblem {
  readonly column: number;
  readonly code: ErrorCode;
}

/** The bytes of a file, read as often as is needed. */
export interface FileBytes {
  readonly size: number;
  /** From `start` up to, not with, `end`. */
  read(start?: number, end?: number): AsyncIterable<Uint8Array>;
}

/** @throws always UPLOAD_UNREADABLE */
export const unreadable = (message: string, line?: number, cause?: unknown): HanlianError =>
  new HanlianError('UPLOAD_UNREADABLE', message, { ...(line !== undefined && { line }) }, { cause });

export const unsafe = (message: string): HanlianError => new HanlianError('UPLOAD_UNSAFE', message);
