import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NormalForm } from './types.js';

/** A case's normal form as a real peer gave it, and which Fabric that was. */
export interface Fixture extends NormalForm {
  readonly recordedOn: string;
}

const folder = join(import.meta.dirname, '../../conformance/fixtures');

const pathOf = (id: string): string => join(folder, `${id}.json`);

/** Throws when the case was never recorded: a case without a fixture shows nothing. */
export async function readFixture(id: string): Promise<Fixture> {
  return JSON.parse(await readFile(pathOf(id), 'utf8')) as Fixture;
}

export async function writeFixture(form: NormalForm, recordedOn: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(pathOf(form.id), `${JSON.stringify({ recordedOn, ...form }, null, 1)}\n`);
}
