import { randomBytes } from 'node:crypto';
import {
  HanlianError,
  type CallerAnswer,
  type CallerChange,
  type CallerInput,
  type CallerQuery,
} from '@hanlian/chaincode/domain';
import { omit } from '../omit.js';
import type { LocalPlan, Requests } from '../outbox/requests.js';
import { unknownCursor } from '../services/pages.js';
import type { RegistryView } from '../services/registry-view.js';
import { Turns } from '../services/tasks/turns.js';
import type { Caller, Idempotency, Page, Services } from '../services/types.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Change } from '../storage/store.js';
import { factsChange, type Callers } from './callers.js';
import type { CallerFacts } from './credential.js';
import type { Identities } from './identities.js';
import { callerAnswerOf, requireAppointable, requireScopesOfRole } from './roster-rules.js';

interface RosterParts {
  readonly organisation: string;
  readonly callers: Callers;
  readonly identities: Identities;
  readonly registry: RegistryView;
  readonly requests: Requests;
  readonly writer: GroupWriter;
  readonly caughtUp: () => Promise<void>;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** What one decision writes, and what is to be done once that is on disk. */
interface Made {
  readonly id: string;
  readonly changes: readonly Change[];
  readonly key?: string;
  readonly known: () => void;
}

const SUFFIX_BYTES = 5;

/** Who may call this hub, as its operator appoints them, or the machine's own administration. */
export class Roster {
  readonly #parts: RosterParts;
  readonly #turns = new Turns();

  constructor(parts: RosterParts) {
    this.#parts = parts;
  }

  readonly service: Services['roster'] = {
    list: (query) => Promise.resolve(this.#list(query)),
    get: (id) => Promise.resolve().then(() => this.#answer(id)),
    create: (maker, input, once) =>
      this.#change(maker, once, async () => {
        requireAppointable(maker, undefined, input);
        await this.#requireDepartment(input.department);
        return this.#newcomer(input);
      }),
    change: (maker, id, change, once) =>
      this.#revoking(this.#change(maker, once, () => this.#changed(maker, id, change))),
    disable: (maker, id, once) =>
      this.#revoking(this.#change(maker, once, () => Promise.resolve(this.#disabled(id)))),
  };

  /** Makes a caller of any role, whose department need not be registered yet; its first key is shown this once. */
  async appoint(input: CallerInput): Promise<string> {
    const { changes, known, key = '' } = await this.#newcomer(input);
    await this.#parts.writer.write(changes);
    known();
    return key;
  }

  /** Ends every credential a caller has, and gives it a new key. @throws {HanlianError} NOT_FOUND, CALLER_DISABLED */
  async replaceKey(id: string): Promise<string> {
    return this.#parts.callers.register(this.#active(id));
  }

  /** Asks the authority again for revocations it has not confirmed. */
  async revokePending(): Promise<void> {
    for (const { id, revoking } of this.#parts.callers.all())
      if (revoking !== undefined) await this.#revoke(id);
  }

  /** One after the other, so that no two take one name; what is answered is on disk. */
  #change(maker: Caller, once: Idempotency, decide: () => Promise<Made>): Promise<CallerAnswer> {
    return this.#turns.of('callers', async () => {
      let made: Made | undefined;
      const plan = async (): Promise<LocalPlan> => {
        made = await decide();
        return { answer: { id: made.id }, changes: made.changes, first: Promise.resolve() };
      };
      const { id } = (await this.#parts.requests.once(maker.id, once, plan)) as { id: string };
      made?.known();
      return { ...this.#answer(id), ...(made?.key !== undefined && { key: made.key }) };
    });
  }

  async #newcomer({ id, scopes, ...input }: CallerInput): Promise<Made> {
    const { callers, identities, organisation, now } = this.#parts;
    requireScopesOfRole(input.role, scopes);
    if (callers.facts(id) !== undefined || identities.has(id)) {
      throw new HanlianError('CALLER_TAKEN', `${id} is known here`, { field: 'id', received: id });
    }
    const identity = await this.#enrolled(id, input);
    const facts: CallerFacts = {
      ...input,
      id,
      ...(scopes && { granted: scopes }),
      organisation,
      mspId: identities.mspId,
      identity,
      revision: 0,
      createdAt: now(),
    };
    return { id, ...callers.newcomer(facts) };
  }

  async #changed(
    maker: Caller,
    id: string,
    { scopes, expectedRevision, ...input }: CallerChange,
  ): Promise<Made> {
    const before = this.#active(id);
    requireAppointable(maker, before, { ...input, scopes });
    requireScopesOfRole(input.role, scopes);
    requireRevision(before, expectedRevision);
    await this.#requireDepartment(input.department);
    const kept = omit(before, 'granted', 'limits');
    const facts = { ...kept, ...input, ...(scopes && { granted: scopes }), revision: nextRevision(before) };
    const isSame = before.role === input.role && before.department === input.department;
    if (isSame) return this.#made(facts);
    const { identity, former = [] } = before;
    // A certificate says role and department: another one is needed, and none of the earlier may go on saying so.
    const revoking = allOf(before);
    const anew = await this.#enrolled(id, input);
    return this.#made({ ...facts, identity: anew, former: [...former, identity], revoking });
  }

  #disabled(id: string): Made {
    const facts = this.#parts.callers.facts(id);
    if (facts === undefined) throw unknown(id);
    if (facts.disabledAt !== undefined) return this.#made(facts);
    const revoking = allOf(facts);
    return this.#made({ ...facts, disabledAt: this.#parts.now(), revoking, revision: nextRevision(facts) });
  }

  #made(facts: CallerFacts): Made {
    return { id: facts.id, changes: [factsChange(facts)], known: () => this.#parts.callers.meet(facts) };
  }

  /** A name of its own for each role and department: what was cut off half way leaves one that nobody uses. */
  async #enrolled(
    id: string,
    { role, department }: Pick<CallerInput, 'role' | 'department'>,
  ): Promise<string> {
    const identity = `${id}.${randomBytes(SUFFIX_BYTES).toString('hex')}`;
    await this.#parts.identities.enrol(identity, { role, department });
    return identity;
  }

  async #revoking(change: Promise<CallerAnswer>): Promise<CallerAnswer> {
    const { id } = await change;
    await this.#revoke(id);
    return this.#answer(id);
  }

  /** The door is closed already; an authority that does not answer now is asked again at the next start. */
  async #revoke(id: string): Promise<void> {
    const { callers, identities, writer } = this.#parts;
    for (const identity of callers.facts(id)?.revoking ?? []) {
      try {
        await identities.revoke(identity);
      } catch {
        return;
      }
      const facts = callers.facts(id) as CallerFacts;
      const { revoking = [], ...rest } = facts;
      const left = revoking.filter((each) => each !== identity);
      const now = left.length === 0 ? rest : { ...rest, revoking: left };
      await writer.write([factsChange(now)]);
      callers.meet(now);
    }
  }

  /** @throws {HanlianError} DEPARTMENT_UNKNOWN, WRONG_MSP */
  async #requireDepartment(code: string): Promise<void> {
    const { registry, identities, caughtUp } = this.#parts;
    await caughtUp();
    const department = registry.department(code);
    const details = { field: 'department', received: code };
    if (department === undefined) {
      throw new HanlianError('DEPARTMENT_UNKNOWN', `No department ${code} is registered`, details);
    }
    if (department.mspId === identities.mspId) return;
    throw new HanlianError('WRONG_MSP', `The department is of ${department.mspId}`, details);
  }

  #active(id: string): CallerFacts {
    const facts = this.#parts.callers.facts(id);
    if (facts === undefined) throw unknown(id);
    if (facts.disabledAt === undefined) return facts;
    throw new HanlianError('CALLER_DISABLED', `${id} was disabled`);
  }

  #answer(id: string): CallerAnswer {
    const facts = this.#parts.callers.facts(id);
    if (facts === undefined) throw unknown(id);
    return callerAnswerOf(facts);
  }

  #list({ limit, cursor }: CallerQuery): Page<CallerAnswer> {
    const { callers } = this.#parts;
    if (cursor !== undefined && callers.facts(cursor) === undefined) throw unknownCursor();
    const after = callers.all().filter(({ id }) => cursor === undefined || id > cursor);
    const items = after.slice(0, limit).map(callerAnswerOf);
    const next = items.at(-1)?.id;
    return { items, ...(after.length > limit && next !== undefined && { next }) };
  }
}

/** Every identity a caller ever had: of one that keeps its key, several stand side by side. */
const allOf = ({ identity, former = [] }: CallerFacts): readonly string[] => [
  ...new Set([identity, ...former]),
];

const nextRevision = ({ revision = 0 }: CallerFacts): number => revision + 1;

function requireRevision({ revision = 0 }: CallerFacts, expected: number | undefined): void {
  if (expected === undefined || expected === revision) return;
  throw new HanlianError('STALE', 'The caller has changed since', { expected, received: revision });
}

const unknown = (id: string): HanlianError => new HanlianError('NOT_FOUND', `This hub knows no caller ${id}`);
