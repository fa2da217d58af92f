import { pathToFileURL } from 'node:url';

/** The counts of some checks, as scripts/lib/tally.mjs keeps them. */
export interface Counts {
  readonly passed: number;
  readonly failures: string[];
  readonly skips: string[];
}

/** Loads a module of scripts/lib, which is plain JavaScript so that it runs before anything is built. */
export async function load<Module>(name: string): Promise<Module> {
  return (await import(pathToFileURL(`scripts/lib/${name}.mjs`).href)) as Module;
}
