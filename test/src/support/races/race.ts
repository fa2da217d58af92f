import { fork, type ChildProcess } from 'node:child_process';
import { keys, type PullPage } from '@hanlian/chaincode/domain';
import type { Identity, Ledger } from '@hanlian/gateway/ledger/port';
import { BANK, City, DAY } from '../contracts/city.js';
import { bank, consentOf, OFFICE, officerOf, OTHER_BANK, SharingCity } from '../contracts/sharing.js';
import type { Asked, Codes, FromRacer, Orders, ToRacer } from './orders.js';
import { PortLedger, type Asking } from './port-ledger.js';

/** A ledger to race on. */
export interface Course {
  readonly chaincode: string;
  /** Who a test's identity is there. */
  readonly asking: (identity: Identity) => Promise<Asking>;
  /** How a process of its own gets there, as the office's clerk. */
  reach(): Promise<Orders['reach']>;
  /** Where it goes when it has no way of its own. */
  readonly ledger?: Ledger;
}

export interface Race {
  readonly pulls: number;
  readonly limit: number;
  readonly processes: number;
}

export interface Raced {
  readonly codes: Codes;
  /** The slots that are taken afterwards, as the bank reads them. */
  readonly slots: readonly number[];
  readonly seconds: { readonly endorsing: number; readonly committing: number };
}

const YEAR = 365 * DAY;

/** Parties, registry and a checkpoint on the course's ledger. */
export async function foundOn({ chaincode, asking }: Course): Promise<SharingCity> {
  const city = new City(new PortLedger(chaincode, asking));
  city.now = Math.floor(Date.now() / 1000);
  const here = new SharingCity(city);
  await here.found(city.now - YEAR, [
    [OFFICE, 'BureauMSP', 'department'],
    [BANK, 'BankMSP', 'bank'],
    [OTHER_BANK, 'BankMSP', 'bank'],
  ]);
  return here;
}

/** Consents to so many pulls, has many more endorsed by several processes at once, and then sends them all. */
export async function race(
  here: SharingCity,
  course: Course,
  { pulls, limit, processes }: Race,
): Promise<Raced> {
  const { now } = here.city;
  const consent = consentOf({
    since: now - DAY,
    until: now + YEAR,
    issuedAt: now,
    pulls: { limit, per: 'term' },
  });
  await here.give(consent);
  const orders = {
    reach: await course.reach(),
    chaincode: course.chaincode,
    consent: consent.id,
    limit,
    bank,
    evidence: here.evidence(keys.holderKey(bank.keyId)),
  };
  const share = Math.ceil(pulls / processes);
  const began = performance.now();
  const racers = Array.from({ length: processes }, (_, i) => {
    const own = Math.min(share, pulls - i * share);
    return new Racer({ ...orders, pulls: own, first: i * share }, course.ledger);
  });
  await Promise.all(racers.map(({ endorsed }) => endorsed));
  const endorsed = performance.now();
  for (const racer of racers) racer.go();
  const codes = sum(await Promise.all(racers.map(({ codes }) => codes)));
  const committed = performance.now();
  const seconds = { endorsing: (endorsed - began) / 1000, committing: (committed - endorsed) / 1000 };
  return { codes, slots: await slotsOf(here, consent.id), seconds };
}

async function slotsOf(here: SharingCity, id: string): Promise<number[]> {
  const slots: number[] = [];
  for (let cursor: string | undefined; ;) {
    const request = { id, limit: 200, ...(cursor !== undefined && { cursor }) };
    const page: PullPage = await here.read('pagePulls', request, officerOf(BANK));
    slots.push(...page.pulls.map(({ slot }) => slot));
    cursor = page.cursor;
    if (cursor === undefined) return slots;
  }
}

const sum = (all: readonly Codes[]): Codes => {
  const total: Codes = {};
  for (const [code, n] of all.flatMap((codes) => Object.entries(codes))) total[code] = (total[code] ?? 0) + n;
  return total;
};

class Racer {
  readonly endorsed: Promise<unknown>;
  readonly codes: Promise<Codes>;
  readonly #process: ChildProcess;
  readonly #ledger: Ledger | undefined;

  constructor(orders: Orders, ledger: Ledger | undefined) {
    this.#ledger = ledger;
    this.#process = fork(new URL('racer.js', import.meta.url), { serialization: 'advanced' });
    const ready = Promise.withResolvers<unknown>();
    const done = Promise.withResolvers<Codes>();
    this.endorsed = ready.promise;
    this.codes = done.promise;
    this.#process.on('message', (message: FromRacer) => {
      if ('asked' in message) void this.#answer(message.asked);
      if ('endorsed' in message) ready.resolve(undefined);
      if (!('codes' in message)) return;
      done.resolve(message.codes);
      this.#process.disconnect();
    });
    this.#process.once('exit', (code) => {
      const ended = new Error(`A process of the race ended with ${code}`);
      ready.reject(ended);
      done.reject(ended);
    });
    this.codes.catch(() => undefined);
    this.#tell({ orders });
  }

  go(): void {
    this.#tell({ go: true });
  }

  async #answer({ n, method, args }: Asked): Promise<void> {
    const call = this.#ledger![method].bind(this.#ledger) as (...all: readonly unknown[]) => Promise<unknown>;
    await call(...args).then(
      (value) => this.#tell({ answered: n, value }),
      (error: unknown) => this.#tell({ answered: n, error: String(error) }),
    );
  }

  #tell(message: ToRacer): void {
    if (this.#process.connected) this.#process.send(message);
  }
}
