import { unreadable, type FileBytes, type SourceRow } from '../../uploads/formats/source.js';
import { textOf, type Encoding } from '../../uploads/formats/text.js';
import { parseXml, type Handler } from '../../uploads/formats/xml.js';
import { REASON_HEADERS } from '../../uploads/reasons.js';
import { isColumn, readHeader } from './header.js';

const MOST_DEPTH = 16;

interface Open {
  readonly name: string;
  readonly line: number;
  readonly values: [name: string, text: string][];
  text: string;
}

/** What is between the tags of one row. */
interface Found {
  readonly line: number;
  readonly values: readonly (readonly [name: string, text: string])[];
}

/**
 * Gathers the rows of an XML as its elements come by. A row is an element with columns in it; whatever its name and
 * depth are, all others of the same name at the same depth are rows as well. Envelopes around them are passed over.
 */
class Rows implements Handler {
  readonly #open: Open[] = [];
  #row: string | undefined;
  readonly #passed = new Map<string, number>();
  #ready: Found[] = [];

  take(): readonly Found[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  open(name: string, _attributes: unknown, line: number): void {
    if (this.#open.length === MOST_DEPTH) throw unreadable('The elements are nested too deeply', line);
    const parent = this.#open.at(-1);
    if (parent !== undefined && isColumn(parent.name))
      throw unreadable(`${parent.name} holds elements`, line);
    this.#open.push({ name, line, values: [], text: '' });
  }

  text(text: string): void {
    const open = this.#open.at(-1);
    if (open !== undefined) open.text += text;
  }

  close(): void {
    const element = this.#open.pop() as Open;
    const place = `${element.name} ${this.#open.length}`;
    const hasColumns = element.values.some(([name]) => isColumn(name));
    if (this.#row === undefined && hasColumns) this.#beginRows(place);
    if (this.#row === place) this.#endRow(element);
    else if (hasColumns) throw unreadable('Columns stand outside of a row', element.line);
    else if (element.values.length > 0) this.#passed.set(place, element.line);
    else this.#open.at(-1)?.values.push([element.name, element.text.trim()]);
  }

  /** From here on it is known which elements are rows. */
  #beginRows(place: string): void {
    const before = this.#passed.get(place);
    if (before !== undefined) throw unreadable('A row has no column that is known', before);
    this.#row = place;
  }

  #endRow({ line, values, text }: Open): void {
    if (text.trim() !== '') throw unreadable('Text stands between the columns of a row', line);
    this.#ready.push({ line, values });
  }
}

async function* found(file: FileBytes, encoding: Encoding): AsyncGenerator<Found> {
  const rows = new Rows();
  const pieces = parseXml(textOf(file.read(), encoding), rows);
  while ((await pieces.next()).done !== true) yield* rows.take();
}

/**
 * The rows of a 双公示 XML as a table: first the whole header of the set of columns that its first row is of, then a row
 * for each. What no column has room for stands behind the last, so that the row is refused and not a word is lost.
 *
 * @throws {HanlianError} UPLOAD_UNREADABLE, UPLOAD_UNSAFE
 */
export async function* readXml(file: FileBytes, encoding: Encoding): AsyncGenerator<SourceRow> {
  let places: ReadonlyMap<string, number> | undefined;
  for await (const { line, values } of found(file, encoding)) {
    if (places === undefined) {
      const header = readHeader(values.map(([name]) => name)).edition.columns.map(({ name }) => name);
      yield { line, cells: header };
      places = new Map(header.map((name, i) => [name, i]));
    }
    yield rowOf(line, values, places);
  }
}

function rowOf(line: number, values: Found['values'], places: ReadonlyMap<string, number>): SourceRow {
  const cells = Array.from(places, () => '');
  const taken = new Set<number>();
  for (const [name, text] of values) {
    if (REASON_HEADERS.has(name)) continue;
    const column = places.get(name.toUpperCase());
    if (column === undefined || taken.has(column)) cells.push(`${name}: ${text}`);
    else cells[column] = text;
    if (column !== undefined) taken.add(column);
  }
  return { line, cells };
}
