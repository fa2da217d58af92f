import { readFile, stat } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { FileSettings } from './settings.js';
import { foundIn, type Found, type Question, type Source } from './source.js';

/** A file of records, as a department without a system of its own keeps one; read again whenever it was replaced. */
export class FileSource implements Source {
  readonly #settings: FileSettings;
  #version = '';
  #rows: Promise<ReadonlyMap<string, readonly Found[]>> = Promise.resolve(new Map());

  constructor(settings: FileSettings) {
    this.#settings = settings;
  }

  async ask({ subject, most }: Question): Promise<readonly Found[]> {
    const { mtimeMs, size, ino } = await stat(this.#settings.path);
    const version = `${ino}-${mtimeMs}-${size}`;
    if (version !== this.#version) {
      this.#version = version;
      this.#rows = this.#read();
    }
    return ((await this.#rows).get(subject) ?? []).slice(0, most + 1);
  }

  async #read(): Promise<ReadonlyMap<string, readonly Found[]>> {
    const { path, subject, items } = this.#settings;
    try {
      const text = await readFile(path, 'utf8');
      const rows = path.endsWith('.csv') ? csvRows(text) : jsonRows(text);
      return Map.groupBy(
        rows.map((row) => foundIn(row, subject, items)),
        (found) => found.subject,
      );
    } catch (error) {
      // Read again at the next query: it may have been replaced while it was read.
      this.#version = '';
      throw error;
    }
  }
}

const csvRows = (text: string): Record<string, unknown>[] =>
  parse(text, { columns: true, bom: true, skip_empty_lines: true });

const jsonRows = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
