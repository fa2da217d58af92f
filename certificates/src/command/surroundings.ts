import type { Instant } from '@hanlian/chaincode/domain';
import type { Language } from './arguments.js';

/** What the command says, and the exit code it says it with. */
export interface Outcome {
  readonly output: string;
  readonly problem: string;
  readonly exitCode: 0 | 1 | 2;
}

/** The world outside the command. */
export interface Surroundings {
  readonly now: Instant;
  /** Where `--lang` says nothing. */
  readonly language: Language;
  /** Hears how many of how many files are done. */
  readonly progress: (done: number, all: number) => void;
}
