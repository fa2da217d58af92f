const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

const escaped = (text: string): string => text.replaceAll(/[&<>\r]/g, (found) => ENTITIES[found] as string);

/** A table as XML, its header first: a `ROW` each, with an element for every cell that says something. */
export async function* writeRows(table: AsyncIterable<readonly string[]>): AsyncGenerator<Uint8Array> {
  yield Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<ROWS>\n');
  let header: readonly string[] | undefined;
  for await (const cells of table) {
    if (header !== undefined) yield Buffer.from(rowOf(header, cells));
    header ??= cells;
  }
  yield Buffer.from('</ROWS>\n');
}

function rowOf(header: readonly string[], cells: readonly string[]): string {
  const elements = header.map((name, i) => {
    const cell = cells[i] ?? '';
    return cell === '' ? '' : `<${name}>${escaped(cell)}</${name}>`;
  });
  return `<ROW>${elements.join('')}</ROW>\n`;
}
