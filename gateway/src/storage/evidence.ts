import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { writeFileAtomic } from './files.js';

const NAME_LENGTH = 32;

/** Keeps what shows that somebody misbehaved, once, under its own digest, in a folder that is there; gives the file. */
export async function keepEvidence(folder: string, text: string): Promise<string> {
  const name = createHash('sha256').update(text).digest('hex').slice(0, NAME_LENGTH);
  const file = join(folder, `${name}.txt`);
  await writeFileAtomic(file, text);
  return file;
}
