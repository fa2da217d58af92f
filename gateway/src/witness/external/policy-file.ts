import { parseNoteKey, type NoteKey, type WitnessQuorum } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';

/** A witness beyond the ledger's organisations. */
export interface ExternalWitness {
  /** What the policy calls it. */
  readonly name: string;
  readonly key: NoteKey;
  /** Its submission prefix, without the last slash; absent: nobody asks it, what it signed before counts. */
  readonly url?: string;
}

/** Whom a hub asks for cosignatures, and how many of them must have signed. */
export interface ExternalWitnesses {
  readonly witnesses: readonly ExternalWitness[];
  /** Absent: they are asked, and nobody has to have signed. */
  readonly policy?: WitnessQuorum;
}

/** A policy file that cannot be right: the message names the line. */
export class PolicyFileError extends Error {
  override readonly name = 'PolicyFileError';
}

const MOST = 16;
/** The quorum that asks for nobody's signature. */
const NONE = 'none';

interface Group {
  readonly members: readonly string[];
  readonly quorum: number;
}

/**
 * Reads the lines of a witness policy as sigsum and Tessera write them: `witness <name> <key> [<url>]`,
 * `group <name> <any|all|number> <witness>…`, `quorum <group, witness or none>`. Groups hold witnesses, not groups; what
 * follows a # is a remark.
 *
 * @throws {PolicyFileError}
 */
export function readWitnessPolicy(text: string): ExternalWitnesses {
  const reader = new PolicyReader();
  for (const [index, line] of text.split('\n').entries()) {
    const words = line.replace(/#.*/, '').split(/\s+/).filter(Boolean);
    if (words.length > 0) reader.take(words, index + 1);
  }
  return reader.policy();
}

class PolicyReader {
  readonly #witnesses = new Map<string, ExternalWitness>();
  readonly #groups = new Map<string, Group>();
  #quorum: Group | undefined;

  take([kind, ...words]: readonly string[], line: number): void {
    try {
      if (this.#quorum !== undefined) throw new Error('nothing may follow the quorum');
      if (kind === 'witness') this.#witness(words);
      else if (kind === 'group') this.#group(words);
      else if (kind === 'quorum') this.#quorum = this.#members(words);
      else throw new Error('it begins with none of witness, group, quorum');
    } catch (error) {
      throw new PolicyFileError(`line ${line}: ${(error as Error).message}`);
    }
  }

  #witness([name, key, url, ...more]: readonly string[]): void {
    if (name === undefined || key === undefined || more.length > 0) {
      throw new Error('a witness is a name, a key and perhaps an address');
    }
    this.#requireNew(name);
    if (this.#witnesses.size === MOST) throw new Error(`there are more than ${MOST} witnesses`);
    const witness = { name, key: witnessKey(key), ...(url !== undefined && { url: witnessUrl(url) }) };
    this.#witnesses.set(name, witness);
  }

  #group([name, rule, ...members]: readonly string[]): void {
    if (name === undefined || rule === undefined || members.length === 0) {
      throw new Error('a group is a name, how many of it, and witnesses');
    }
    this.#requireNew(name);
    for (const member of members) this.#known(member);
    if (new Set(members).size < members.length) throw new Error('a witness stands in the group twice');
    this.#groups.set(name, { members, quorum: thresholdOf(rule, members.length) });
  }

  #members([name, ...more]: readonly string[]): Group {
    if (name === undefined || more.length > 0) throw new Error('the quorum is one name');
    if (name === NONE) return { members: [], quorum: 0 };
    return this.#groups.get(name) ?? { members: [this.#known(name).name], quorum: 1 };
  }

  #known(name: string): ExternalWitness {
    const witness = this.#witnesses.get(name);
    if (witness === undefined) throw new Error(`no witness is called ${name}`);
    return witness;
  }

  #requireNew(name: string): void {
    if (name === NONE || this.#witnesses.has(name) || this.#groups.has(name)) {
      throw new Error(`the name ${name} is taken`);
    }
  }

  policy(): ExternalWitnesses {
    if (this.#quorum === undefined) throw new PolicyFileError('it ends without a quorum line');
    const { members, quorum } = this.#quorum;
    const signatories = members.map((name) => ({ organisation: name, keys: [this.#known(name).key] }));
    const witnesses = [...this.#witnesses.values()];
    return { witnesses, ...(quorum > 0 && { policy: { witnesses: signatories, quorum } }) };
  }
}

function thresholdOf(rule: string, members: number): number {
  if (rule === 'any') return 1;
  if (rule === 'all') return members;
  const count = /^[1-9][0-9]?$/.test(rule) ? Number(rule) : NaN;
  if (count <= members) return count;
  throw new Error(`${rule} is neither any, all nor a number up to ${members}`);
}

function witnessKey(text: string): NoteKey {
  const key = parseNoteKey(nodeHashes.sha256, text);
  if (key.type !== 'cosignature') throw new Error(`the key ${key.name} is none of a witness`);
  return key;
}

function witnessUrl(text: string): string {
  if (!/^https?:\/\/[^?#@\s]+$/.test(text) || !URL.canParse(text)) {
    throw new Error(`${text} is no http or https address`);
  }
  return text.replace(/\/+$/, '');
}
