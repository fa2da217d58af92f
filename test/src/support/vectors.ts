import { readFileSync } from 'node:fs';

/** Reads a file of test/vectors: lists of valid and invalid cases that any language can use. */
export const readVectors = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../vectors/${name}`, import.meta.url), 'utf8')) as T;
