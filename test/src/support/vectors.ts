import { readFileSync } from 'node:fs';

/** Reads a file of test/vectors: lists of valid and invalid cases that any language can use. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- each caller says what its file holds
export const readVectors = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../vectors/${name}`, import.meta.url), 'utf8')) as T;
