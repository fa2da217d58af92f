import type { Text } from './errors.js';

/** Told what has been done, and how long it took in seconds. */
export type Report = (step: Text, seconds: number) => void;

/** Does one step of a longer work and reports it when it is done. */
export async function step<T>(report: Report, text: Text, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  report(text, (performance.now() - started) / 1000);
  return result;
}
