import { unreadable, type FileBytes, type SourceRow } from './source.js';
import { textOf } from './text.js';

const LONGEST_LINE = 256 * 1024;

/** The lines of a file of JSON lines in UTF-8; empty ones are passed over. */
export async function* readJsonLines(file: FileBytes): AsyncGenerator<SourceRow> {
  let rest = '';
  let line = 0;
  for await (const text of textOf(file.read(), 'utf-8')) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() as string;
    if (rest.length > LONGEST_LINE) throw unreadable(`A line is over ${LONGEST_LINE} characters`, line + 1);
    for (const each of lines) {
      line += 1;
      if (each.trim() !== '') yield { line, cells: [each.trim()] };
    }
  }
  if (rest.trim() !== '') yield { line: line + 1, cells: [rest.trim()] };
}
