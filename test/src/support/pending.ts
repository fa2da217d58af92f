import { setImmediate as turn } from 'node:timers/promises';

const TURNS = 1000;

/** Lets everything be done that needs nobody's help: no time is waited for, but so many turns of the event loop. */
export async function allTurns(): Promise<void> {
  for (let i = 0; i < TURNS; i++) await turn();
}

/** Whether it is over, well or badly, once all that could be done has been. */
export async function isOver(work: Promise<unknown>): Promise<boolean> {
  let over = false;
  const note = (): void => {
    over = true;
  };
  work.then(note, note);
  await allTurns();
  return over;
}
