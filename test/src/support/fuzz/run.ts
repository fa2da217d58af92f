import { drawing, mutate } from './mutate.js';
import type { Target } from './target.js';

export interface Tally {
  readonly inputs: number;
  /** Taken by their reader, though changed: what else agrees with. */
  readonly taken: Readonly<Record<string, number>>;
  /** The longest any one took, in milliseconds. */
  readonly slowest: number;
}

/** An input that a reader must not have crashed on or taken; it can be tried again by itself. */
export class FuzzFailure extends Error {
  override readonly name = 'FuzzFailure';
}

/**
 * Feeds each target in turn with changed samples, `inputs` in all.
 * @throws {FuzzFailure} with the target and the input in base64
 */
export const fuzz = async (
  targets: readonly Target[],
  inputs: number,
  seed: number,
  seen: (done: number) => void = () => undefined,
): Promise<Tally> => {
  const draw = drawing(seed);
  const taken: Record<string, number> = Object.fromEntries(targets.map(({ name }) => [name, 0]));
  let slowest = 0;
  for (let done = 0; done < inputs; done += 1) {
    const target = targets[done % targets.length] as Target;
    const bytes = mutate(target.sample, draw);
    const started = performance.now();
    const took = await attempt(target, bytes);
    slowest = Math.max(slowest, performance.now() - started);
    if (took && !bytes.equals(target.sample)) taken[target.name] = (taken[target.name] ?? 0) + 1;
    seen(done + 1);
  }
  return { inputs, taken, slowest };
};

const attempt = async (target: Target, bytes: Buffer): Promise<boolean> => {
  try {
    return await target.try(bytes);
  } catch (cause) {
    throw new FuzzFailure(`${target.name}: ${String(cause)}\n${bytes.toString('base64')}`, { cause });
  }
};
