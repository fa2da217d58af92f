import type { Acknowledgement, Certificate, Request } from './requests.js';

/** What a process that is told to work, or to check, is told of everything before it. */
export interface HistoryData {
  /** Asked, and not answered before the process was gone. */
  readonly open: readonly Request[];
  readonly acknowledged: readonly Acknowledgement[];
  /** Checkpoints of the log that anyone could fetch: signed notes. */
  readonly served: readonly string[];
}

/** One line a worker says. Whatever it said before it was killed, it said as its user would have heard it. */
export type Said =
  | { readonly type: 'misses'; readonly problem: string }
  | { readonly type: 'ready' }
  | { readonly type: 'serves'; readonly note: string }
  | { readonly type: 'asks'; readonly request: Request }
  | { readonly type: 'hears'; readonly acknowledgement: Acknowledgement };

/** What users asked of one store and were told, over all its crashes. */
export class History {
  readonly #open = new Map<string, Request>();
  readonly #acknowledged = new Map<string, Acknowledgement>();
  readonly #served = new Set<string>();

  static from({ open, acknowledged, served }: HistoryData): History {
    const history = new History();
    for (const request of open) history.note({ type: 'asks', request });
    for (const acknowledgement of acknowledged) history.note({ type: 'hears', acknowledgement });
    for (const note of served) history.note({ type: 'serves', note });
    return history;
  }

  note(said: Said): void {
    if (said.type === 'asks') this.#open.set(said.request.key, said.request);
    if (said.type === 'serves') this.#served.add(said.note);
    if (said.type !== 'hears') return;
    const { acknowledgement } = said;
    this.#open.delete(acknowledgement.request.key);
    this.#acknowledged.set(acknowledgement.request.key, acknowledgement);
  }

  get data(): HistoryData {
    return {
      open: [...this.#open.values()],
      acknowledged: [...this.#acknowledged.values()],
      served: [...this.#served],
    };
  }

  /** Every certificate that was acknowledged, as the last acknowledgement told of it. */
  certificates(): Map<string, Certificate> {
    const newest = new Map<string, Certificate>();
    for (const certificate of [...this.#acknowledged.values()].flatMap(({ certificates }) => certificates)) {
      const known = newest.get(certificate.id);
      if (known === undefined || known.revision < certificate.revision)
        newest.set(certificate.id, certificate);
    }
    return newest;
  }
}

/** The whole lines of what a killed process printed; its last one may be torn. */
export function linesOf(output: string): Said[] {
  const lines = output.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Said);
}
