import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { contracts } from '@hanlian/chaincode';
import {
  registrationNumberCheckDigit,
  type EntryFacts,
  type EntryInput,
  type EntryWritten,
} from '@hanlian/chaincode/domain';
import { createAuthority, ecdsaSigner, type Authority } from '@hanlian/certificates';
import {
  openEmbeddedLedger,
  type EmbeddedLedger,
  type EmbeddedLedgerOptions,
} from '@hanlian/gateway/ledger/embedded/index';
import type { Ledger } from '@hanlian/gateway/ledger/port';
import { CHAINCODE } from '@hanlian/gateway/places';
import { CALENDARS } from '@hanlian/gateway/seed/calendars';
import { CREDIT_RULE_SETS } from '@hanlian/gateway/seed/credit-rules';
import { Choices } from '@hanlian/gateway/seed/generate';
import { HOUSING, MARKET } from './contracts/city.js';
import { enterprise, OFFICE } from './contracts/credit.js';
import { random16, random32 } from './contracts/people.js';
import { monthsAfter } from './credit-law.js';
import { endorse, evaluate, signed, type Actor } from './embedded.js';

type Clerk = 'registrar' | 'market' | 'housing' | 'office';

const CLERKS: Readonly<Record<Clerk, readonly [role: string, department: string]>> = {
  registrar: ['registrar', MARKET],
  market: ['clerk', MARKET],
  housing: ['clerk', HOUSING],
  office: ['clerk', OFFICE],
};

const MSP = 'BureauMSP';
const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

/** One entry as those who write it know it. */
interface Known {
  readonly subject: string;
  readonly entry: string;
  readonly by: Clerk;
  readonly adverse: boolean;
  revision: number;
  step: 'open' | 'disputed' | 'applied' | 'accepted' | 'closed';
}

const ADVERSE = ['penalty', 'penalty', 'penalty', 'penalty', 'judicial', 'inspection', 'contract'] as const;
const GOOD = ['permit', 'honour', 'reward', 'commitment'] as const;
const SEVERITIES = ['minor', 'general', 'serious'] as const;
const SECTORS = [undefined, undefined, 'food', 'drug', 'specialEquipment', 'workSafety', 'fire'] as const;

/** Years of a city's credit on an embedded ledger whose clock the test sets; what happens is drawn from one seed. */
export class CreditYears {
  readonly subjects: readonly string[];
  readonly #host: EmbeddedLedger;
  readonly #authority: Authority;
  readonly #draw = new Choices(20260401);
  readonly #clock: { now: number };
  readonly #known: Known[] = [];
  #clerks = new Map<Clerk, Actor>();
  #documents = 0;
  #merged = 0;
  /** The last day on which anything was decided of an enterprise that has ended. */
  readonly #lastDays = new Map<string, string>();

  private constructor(
    host: EmbeddedLedger,
    authority: Authority,
    clock: { now: number },
    subjects: readonly string[],
  ) {
    this.#host = host;
    this.#authority = authority;
    this.#clock = clock;
    this.subjects = subjects;
  }

  /** Founds the city on a day: departments, rules, and every enterprise registered. */
  static async open(
    folder: string,
    day: string,
    enterprises: number,
    more: Partial<EmbeddedLedgerOptions> = {},
  ): Promise<CreditYears> {
    const clock = { now: Date.parse(`${day}T10:00:00+08:00`) };
    const authority = await createAuthority({
      organization: MSP,
      signer: ecdsaSigner(newKey()),
      now: () => new Date(clock.now),
    });
    const { identity, signer } = await newActor(authority, 'node', {});
    const host = await openEmbeddedLedger({
      path: join(folder, 'ledger'),
      channel: 'city',
      chaincodes: [{ name: CHAINCODE, contracts }],
      organisations: [{ mspId: MSP, rootCertificates: [authority.certificate] }],
      node: { ...identity, signer },
      clock: () => clock.now,
      ...more,
    });
    const legacy = Array.from({ length: 20 }, (_, i) => {
      const body = `4201000${String(10000 + i)}00`;
      return body + registrationNumberCheckDigit(body);
    });
    const coded = Array.from({ length: enterprises - legacy.length }, (_, i) => enterprise(i));
    const years = new CreditYears(host, authority, clock, [...legacy, ...coded]);
    await years.#found(day);
    return years;
  }

  get ledger(): Ledger {
    return this.#host.forOrganisation(MSP);
  }

  async close(): Promise<void> {
    await this.#host.close();
  }

  async read<Answer>(name: string, request: object): Promise<Answer> {
    const actor = this.#clerks.get('office')!;
    const asked = { function: `credit:${name}`, arguments: [JSON.stringify({ v: 1, ...request })] };
    return JSON.parse(await evaluate(this.ledger, actor, asked)) as Answer;
  }

  /** Three working sessions a month. */
  async live(months: number, first: string): Promise<void> {
    for (let month = 0; month < months; month++) {
      const start = monthsAfter(first, month);
      await this.#renewClerks();
      for (const date of ['05', '15', '25']) await this.#session(start.slice(0, 8) + date);
    }
  }

  async #found(day: string): Promise<void> {
    await this.#renewClerks();
    const register = (operation: string, facts: object): Promise<unknown> =>
      this.#write('registrar', `registry:${operation}`, facts);
    const name = { zh: '部门', en: 'Department' };
    const since = Math.floor(Date.parse(`${day}T00:00:00Z`) / 1000) - 86_400;
    for (const [code, kind] of [
      [MARKET, 'department'],
      [HOUSING, 'department'],
      [OFFICE, 'credit'],
    ]) {
      await register('putDepartment', { code, name, kind, mspId: MSP, since });
    }
    for (const set of CREDIT_RULE_SETS) await register('putRuleSet', set);
    for (const calendar of CALENDARS) await register('putCalendar', calendar);
    for (let i = 0; i < this.subjects.length; i += 200) {
      const some = this.subjects.slice(i, i + 200);
      await this.#publish(
        'market',
        some.map((subject) => this.#input(subject, 'registration', '2020-01-02', {})),
      );
    }
  }

  /** Certificates hold for a year. */
  async #renewClerks(): Promise<void> {
    for (const name of Object.keys(CLERKS) as Clerk[]) {
      const [role, dept] = CLERKS[name];
      this.#clerks.set(name, await newActor(this.#authority, 'client', { role, dept }));
    }
  }

  async #session(day: string): Promise<void> {
    this.#clock.now = Date.parse(`${day}T10:00:00+08:00`);
    const by = this.#draw.below(2) === 0 ? 'market' : 'housing';
    await this.#publish(
      by,
      Array.from({ length: 40 }, () => this.#drawn(day)),
    );
    // Of different enterprises, so that all fit one block.
    const acts = this.#drawnActs(day);
    await Promise.all(acts.map(([known, operation, more]) => this.#act(known, operation, more)));
    if (this.#draw.below(4) === 0) await this.#succeed(day);
    const subject = this.#draw.of(this.subjects);
    await this.#write('office', 'credit:evaluate', { subject, person: 'OFFICER1' });
  }

  #input(
    subject: string,
    category: EntryInput['category'],
    decidedAt: string,
    more: Partial<EntryFacts>,
  ): EntryInput {
    const facts = { decidedAt, root: random32(), sm3Root: random32(), ...more };
    return { subject, category, document: `示例〔2026〕${++this.#documents}号`, facts };
  }

  #drawn(day: string): EntryInput {
    const draw = this.#draw;
    // A tenth are of long ago, as a city's back-log is.
    const ago = draw.below(10) === 0 ? 300 + draw.below(900) : draw.below(12);
    const decidedAt = daysBefore(day, ago);
    const until = draw.below(8) === 0 ? { until: monthsAfter(day, 1 + draw.below(30)) } : {};
    // Merged enterprises have no new decisions; they are the first of the list.
    const subject = this.subjects[this.#merged + 1 + draw.below(this.subjects.length - this.#merged - 1)]!;
    if (draw.below(4) === 0) return this.#input(subject, draw.of(GOOD), decidedAt, until);
    if (draw.below(40) === 0) {
      return this.#input(subject, 'seriousDishonesty', decidedAt, { severity: 'serious', ...until });
    }
    const category = draw.below(30) === 0 ? 'abnormalOperation' : draw.of(ADVERSE);
    return this.#input(subject, category, decidedAt, {
      severity: draw.of(SEVERITIES),
      ...this.#sector(),
      ...until,
    });
  }

  #sector(): Partial<EntryFacts> {
    const sector = this.#draw.of(SECTORS);
    return sector === undefined ? {} : { sector };
  }

  /** Whatever waits goes its next step; a few others are corrected, disputed, annulled or applied for. */
  #drawnActs(day: string): [Known, string, object][] {
    const busy = new Set<string>();
    const free = (known: Known): boolean => !busy.has(known.subject) && known.step !== 'closed';
    const acts: [Known, string, object][] = [];
    const take = (known: Known | undefined, operation: string, more: object): void => {
      if (known === undefined || !free(known)) return;
      busy.add(known.subject);
      acts.push([known, operation, more]);
    };
    for (const known of this.#known) take(...this.#nextStep(known));
    const some = (): Known => this.#known[this.#draw.below(this.#known.length)]!;
    const open = (wanted = true): Known | undefined =>
      Array.from({ length: 20 }, some).find((known) => known.step === 'open' && (!wanted || known.adverse));
    const wrong = open();
    take(wrong, 'correct', {
      facts: this.#input('', 'penalty', this.#correctedDay(wrong, daysBefore(day, this.#draw.below(40))), {
        severity: this.#draw.of(SEVERITIES),
      }).facts,
    });
    take(open(false), 'dispute', {});
    take(open(), 'annul', {});
    const application = { evidence: [random32()], commitment: random32(), fulfilledAt: day };
    for (let i = 0; i < 3; i++) take(open(), 'applyRepair', application);
    return acts;
  }

  /** Nothing is decided of an enterprise that has ended, nor corrected to have been. */
  #correctedDay(known: Known | undefined, day: string): string {
    const last = known && this.#lastDays.get(known.subject);
    return last !== undefined && last < day ? last : day;
  }

  #nextStep(known: Known): [Known | undefined, string, object] {
    if (known.step === 'disputed') {
      const decision = this.#draw.below(3) === 0 ? 'annulled' : 'rejected';
      return [known, 'resolveDispute', { decision }];
    }
    if (known.step === 'applied') return [known, 'acceptRepair', { decision: 'accept' }];
    if (known.step === 'accepted') return [known, 'reviewRepair', { decision: 'grant', recipients: [] }];
    return [undefined, '', {}];
  }

  async #act(known: Known, operation: string, more: object): Promise<void> {
    const { subject, entry, by, revision } = known;
    const clerk = operation === 'reviewRepair' ? 'office' : by;
    const answer = await this.#write<EntryWritten>(clerk, `credit:${operation}`, {
      subject,
      entry,
      expectedRevision: revision,
      person: 'OFFICER1',
      basis: { law: '信用修复管理办法', digest: random32() },
      ...more,
    });
    known.revision = answer.revision;
    known.step = stepAfter(operation, answer);
  }

  /** The next of the enterprises at the list's beginning becomes part of the last one. */
  async #succeed(day: string): Promise<void> {
    const subject = this.subjects[this.#merged]!;
    const successor = this.subjects.at(-1)!;
    if (this.#merged === 16) return;
    this.#merged += 1;
    this.#lastDays.set(subject, daysBefore(day, 1));
    const own = await this.read<{ sets: { head: { revision: number } }[] }>('entriesOf', { subject });
    await this.#write('market', 'credit:succeedSubject', {
      subject,
      successor,
      kind: 'newCode',
      since: day,
      expectedRevision: own.sets[0]!.head.revision,
      person: 'OFFICER1',
      basis: { law: '市场主体登记管理条例', digest: random32() },
    });
  }

  async #publish(by: Clerk, entries: readonly EntryInput[]): Promise<void> {
    const { entries: places } = await this.#write<{ entries: { subject: string; entry: string }[] }>(
      by,
      'credit:publish',
      { person: 'OFFICER1', entries },
    );
    places.forEach(({ subject, entry }, i) => {
      const input = entries[i]!;
      if (input.category === 'registration') return;
      const adverse = input.category === 'penalty';
      this.#known.push({ subject, entry, by, adverse, revision: 0, step: 'open' });
    });
  }

  async #write<Answer>(by: Clerk, name: string, facts: object): Promise<Answer> {
    const actor = this.#clerks.get(by)!;
    const request = JSON.stringify({ v: 1, intent: random16(), ...facts });
    const endorsed = await endorse(this.ledger, actor, { function: name, arguments: [request] });
    await this.ledger.submit(endorsed.bytes, await signed(actor, endorsed));
    const { code } = await this.ledger.status(endorsed.transactionId);
    if (code !== 'VALID') throw new Error(`${name}: ${code}`);
    return JSON.parse(endorsed.result) as Answer;
  }
}

async function newActor(
  authority: Authority,
  kind: 'client' | 'node',
  attributes: Readonly<Record<string, string>>,
): Promise<Actor> {
  const privateKey = newKey();
  const certificate = await authority.issueIdentity({
    commonName: kind,
    publicKey: createPublicKey(privateKey),
    kind,
    attributes,
  });
  return { identity: { mspId: MSP, certificate }, signer: ecdsaSigner(privateKey), privateKey };
}

function daysBefore(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - days);
  return date.toISOString().slice(0, 10);
}

function stepAfter(operation: string, { state, decision }: EntryWritten): Known['step'] {
  if (state === 'annulled' || state === 'repaired') return 'closed';
  if (operation === 'dispute') return 'disputed';
  if (operation === 'applyRepair') return 'applied';
  return decision === 'accepted' ? 'accepted' : 'open';
}
