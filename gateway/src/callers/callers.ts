import { randomBytes, timingSafeEqual } from 'node:crypto';
import { HanlianError, type PublicJwk, type Scope } from '@hanlian/chaincode/domain';
import type { Expiring } from '../feed/notice.js';
import type { Caller, Party } from '../services/types.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { timed16 } from '../storage/random.js';
import type { Change, Store } from '../storage/store.js';
import {
  digestOf,
  grantedBy,
  isGood,
  scopesOfCaller,
  stateOf,
  type CallerFacts,
  type Credential,
  type Proof,
} from './credential.js';

/** What who began something must be for it to go on: of the department it was begun for, and free to begin it. */
interface Standing {
  readonly department: string;
  readonly scope: Scope;
}

interface Known {
  readonly credential: Credential;
  readonly caller: Caller;
}

const CALLER = 'caller~';
const CREDENTIAL = 'credential~';
const KEY_BYTES = 32;
/** Lets whoever finds one in the open know what it is. */
const KEY_PREFIX = 'hlk_';
/** How many characters of a digest find a key; the rest is compared in constant time. */
const INDEX_LENGTH = 11;

/** A new API key: what its owner gets, and what is kept. */
export function drawKey(): { readonly key: string; readonly digest: string } {
  const key = KEY_PREFIX + randomBytes(KEY_BYTES).toString('base64url');
  return { key, digest: digestOf(key) };
}

/** Who may call this hub, and by what each is known. All of it is in memory: a revocation counts at once. */
export class Callers {
  readonly #writer: GroupWriter;
  readonly #now: () => number;
  readonly #facts = new Map<string, CallerFacts>();
  readonly #known = new Map<string, Known>();
  /** Credential ids by what finds them: the beginning of a key's digest, a fingerprint, a token key's name. */
  readonly #index = new Map<string, string>();

  private constructor(writer: GroupWriter, now: () => number) {
    this.#writer = writer;
    this.#now = now;
  }

  /** `now`: seconds since 1970. */
  static async open(store: Store, writer: GroupWriter, now: () => number): Promise<Callers> {
    const callers = new Callers(writer, now);
    for await (const value of valuesUnder(store, CALLER)) callers.meet(JSON.parse(value) as CallerFacts);
    for await (const value of valuesUnder(store, CREDENTIAL)) callers.learn(JSON.parse(value) as Credential);
    return callers;
  }

  /**
   * Registers a caller and gives its first key, which is shown this once and kept nowhere. Registered again, whatever it
   * had before ends.
   */
  async register(facts: CallerFacts): Promise<string> {
    const { key, changes, known } = this.newcomer(facts);
    await this.#writer.write(changes);
    known();
    return key;
  }

  /** The same made ready: `known` is called once `changes` are on disk. */
  newcomer(facts: CallerFacts): {
    readonly key: string;
    readonly changes: readonly Change[];
    readonly known: () => void;
  } {
    const { key, digest } = drawKey();
    const now = this.#now();
    const ended = this.credentialsOf(facts.id).map((earlier) => ({ revokedAt: now, ...earlier }));
    const first: Credential = {
      v: 1,
      id: timed16(now, randomBytes),
      caller: facts.id,
      name: 'first key',
      proof: { kind: 'key', digest },
      createdAt: now,
    };
    const known = (): void => {
      this.#facts.set(facts.id, facts);
      for (const credential of [...ended, first]) this.learn(credential);
    };
    return { key, changes: [factsChange(facts), ...[...ended, first].map(credentialChange)], known };
  }

  /** Whose key it is; undefined when nobody's, or no longer. */
  ofKey(key: string): Caller | undefined {
    const digest = digestOf(key);
    const known = this.#found(keyIndex(digest));
    const kept = known?.credential.proof;
    if (kept?.kind !== 'key') return undefined;
    return timingSafeEqual(Buffer.from(kept.digest), Buffer.from(digest)) ? known?.caller : undefined;
  }

  /** Whom a certificate stands for, by the SHA-256 of its DER form in hexadecimal. */
  ofCertificate(fingerprint: string): Caller | undefined {
    return this.#found(certificateIndex(fingerprint))?.caller;
  }

  /** The public key a caller's tokens of that name are signed with, and who it is then. */
  ofTokenKey(id: string, kid: string): { readonly caller: Caller; readonly jwk: PublicJwk } | undefined {
    const known = this.#found(tokenIndex(id, kid));
    const proof = known?.credential.proof;
    const jwk = proof?.kind === 'token' ? proof.keys.find((key) => key.kid === kid) : undefined;
    return known && jwk && { caller: known.caller, jwk };
  }

  /** Whom a credential stands for; undefined once it has ended. */
  ofCredential(id: string): Caller | undefined {
    return this.#standing(id)?.caller;
  }

  /** The caller of that id with all that it has, for work the hub does in its name; undefined once it is disabled. */
  find(id: string): Caller | undefined {
    const facts = this.#facts.get(id);
    if (facts?.disabledAt !== undefined) return undefined;
    return facts && { ...facts, scopes: scopesOfCaller(facts) };
  }

  /**
   * Who began something, for what the hub does in their name now: as long as that person is still here, of the same
   * department, and may still do so. What is on its way already (`standing` absent) asks for the person alone.
   *
   * @throws {HanlianError} OFFICER_UNKNOWN
   */
  acting(party: Party, standing?: Standing): Caller {
    const hindrance = this.#hindranceOf(party, standing);
    if (hindrance === undefined) return this.find(party.id) as Caller;
    throw new HanlianError('OFFICER_UNKNOWN', `One of the people who began this ${hindrance}`);
  }

  /** Whether `acting` would give that person. */
  mayAct(party: Party, standing?: Standing): boolean {
    return this.#hindranceOf(party, standing) === undefined;
  }

  #hindranceOf({ id, person }: Party, standing: Standing | undefined): string | undefined {
    const caller = this.find(id);
    if (caller?.person !== person) return 'is no longer a caller of this hub';
    if (standing === undefined) return undefined;
    if (caller.department !== standing.department) return 'is now of another department';
    return caller.scopes.has(standing.scope) ? undefined : `no longer has the scope ${standing.scope}`;
  }

  /** All there ever were, by id. */
  all(): readonly CallerFacts[] {
    return [...this.#facts.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** For whom an identity signs now. */
  ofIdentity(identity: string): CallerFacts | undefined {
    return [...this.#facts.values()].find((facts) => facts.identity === identity);
  }

  facts(id: string): CallerFacts | undefined {
    return this.#facts.get(id);
  }

  credential(id: string): Credential | undefined {
    return this.#known.get(id)?.credential;
  }

  /** In the order of making. */
  credentialsOf(caller: string): readonly Credential[] {
    const own = [...this.#known.values()].flatMap(({ credential }) =>
      credential.caller === caller ? [credential] : [],
    );
    return own.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** What opens the door until a known day and has not been replaced, for the warning that it ends. */
  *expiring(): Generator<Expiring> {
    for (const { credential, caller } of this.#known.values()) {
      const { id: name, expiresAt: until } = credential;
      if (until === undefined || stateOf(credential, this.#now()) !== 'active') continue;
      if (this.#facts.get(caller.id)?.disabledAt !== undefined) continue;
      yield { kind: 'credential', name, department: caller.department, caller: caller.id, until };
    }
  }

  /** Whether it is known already, now or once. */
  isTaken(caller: string, proof: Proof): boolean {
    return indexesOf(caller, proof).some((index) => this.#index.has(index));
  }

  /** Takes a credential as it now stands into account; it is on disk already. */
  learn(credential: Credential): void {
    const facts = this.#facts.get(credential.caller);
    if (facts === undefined) return;
    const caller = { ...facts, scopes: grantedBy(credential, facts), credential: credential.id };
    this.#known.set(credential.id, { credential, caller });
    for (const index of indexesOf(credential.caller, credential.proof)) this.#index.set(index, credential.id);
  }

  /** Takes a caller as it now stands into account; it is on disk already. */
  meet(facts: CallerFacts): void {
    this.#facts.set(facts.id, facts);
    for (const credential of this.credentialsOf(facts.id)) this.learn(credential);
  }

  #found(index: string): Known | undefined {
    return this.#standing(this.#index.get(index) ?? '');
  }

  #standing(id: string): Known | undefined {
    const known = this.#known.get(id);
    if (known === undefined || !isGood(known.credential, this.#now())) return undefined;
    return this.#facts.get(known.caller.id)?.disabledAt === undefined ? known : undefined;
  }
}

/** What keeps a caller as it now stands. */
export const factsChange = (facts: CallerFacts): Change => ({
  type: 'put',
  key: CALLER + facts.id,
  value: Buffer.from(JSON.stringify(facts)),
});

/** What keeps a credential as it now stands. */
export const credentialChange = (credential: Credential): Change => ({
  type: 'put',
  key: CREDENTIAL + credential.id,
  value: Buffer.from(JSON.stringify(credential)),
});

const keyIndex = (digest: string): string => `key ${digest.slice(0, INDEX_LENGTH)}`;
const certificateIndex = (fingerprint: string): string => `certificate ${fingerprint}`;
const tokenIndex = (caller: string, kid: string): string => `token ${caller} ${kid}`;

function indexesOf(caller: string, proof: Proof): readonly string[] {
  if (proof.kind === 'key') return [keyIndex(proof.digest)];
  if (proof.kind === 'certificate') return [certificateIndex(proof.fingerprint)];
  return proof.keys.map(({ kid }) => tokenIndex(caller, kid));
}

async function* valuesUnder(store: Store, prefix: string): AsyncGenerator<string> {
  for await (const value of store.values({ gte: prefix, lt: `${prefix}\uffff` })) yield value.toString();
}
