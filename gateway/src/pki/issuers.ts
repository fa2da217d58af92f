import {
  fromPem,
  issueCertificate,
  issueRoot,
  readCertificate,
  toPem,
  type Issuer,
  type KeyStore,
  type Authority,
  type Certified,
  type Revocation,
  type Signer,
} from '@hanlian/certificates';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Change, Store } from '../storage/store.js';
import { endOfCertificate, endUnder, type End } from './ends.js';

const PREFIX = 'pkiissuer~';
const SM2_ROOT_KEY = 'root-sm2';

/** One issuing authority as it is kept. */
interface Row {
  readonly v: 1;
  /** `es256-1`, `sm2-1`, `es256-2` …: the algorithm and how many came before. */
  readonly id: string;
  readonly algorithm: Certified;
  /** Seconds since 1970. */
  readonly since: number;
  /** PEM. */
  readonly certificate: string;
  readonly root: string;
}

/** An issuing authority of this hub. Those that were followed by another still answer for what they issued. */
export interface IssuingAuthority extends Row {
  readonly issuer: Issuer;
}

export interface IssuerParts {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly keys: KeyStore;
  readonly authority: Authority;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** One that was made and is not kept yet. */
interface Prepared {
  readonly made: IssuingAuthority;
  readonly changes: readonly Change[];
}

/** The issuing authorities under this organisation's roots, one line of them for each algorithm. */
export class Issuers {
  readonly #parts: IssuerParts;
  readonly #all: IssuingAuthority[];
  readonly #making = new Map<Certified, Promise<Prepared>>();

  private constructor(parts: IssuerParts, all: IssuingAuthority[]) {
    this.#parts = parts;
    this.#all = all;
  }

  static async open(parts: IssuerParts): Promise<Issuers> {
    const all: IssuingAuthority[] = [];
    for await (const [, value] of parts.store.iterator({ gte: PREFIX, lt: `${PREFIX}\uffff` })) {
      const row = JSON.parse(value.toString()) as Row;
      all.push(await opened(parts.keys, row));
    }
    return new Issuers(parts, all);
  }

  /** Oldest first within an algorithm. */
  list(): readonly IssuingAuthority[] {
    return this.#all;
  }

  find(id: string): IssuingAuthority | undefined {
    return this.#all.find((each) => each.id === id);
  }

  /** The one that issues now, made when there is none, or the last was revoked. */
  async current(algorithm: Certified): Promise<IssuingAuthority> {
    const last = this.#last(algorithm);
    if (last && this.revocation(last) === undefined) return last;
    const { made, changes } = await this.prepare(algorithm);
    await this.#parts.writer.write(changes);
    await this.adopt();
    return made;
  }

  /** Whether and why its root has revoked an authority. */
  revocation({ algorithm, issuer }: IssuingAuthority): Revocation | undefined {
    return endOfCertificate(this.#parts.store, algorithm, issuer.certificate.serial);
  }

  /** Ends an authority for good. What it gave is to be revoked one by one: the ledger knows of each seal. */
  end({ algorithm, issuer }: IssuingAuthority, end: End): Change {
    return endUnder(algorithm, issuer.certificate.serial, end);
  }

  /** A root with its key; undefined: nothing was ever issued under it. */
  async root(algorithm: Certified): Promise<Issuer | undefined> {
    if (algorithm === 'ES256') return this.#parts.authority.issuer;
    return this.#last(algorithm) && this.#root(algorithm);
  }

  /**
   * A new one, which issues nothing before `changes` are on disk and it was adopted. Asked for again until then, it is
   * the same: no stop in between leaves one too many.
   */
  async prepare(algorithm: Certified): Promise<Prepared> {
    const making = this.#making.get(algorithm) ?? this.#make(algorithm);
    this.#making.set(algorithm, making);
    try {
      return await making;
    } catch (error) {
      this.#making.delete(algorithm);
      throw error;
    }
  }

  /** Lets those issue that were prepared and are on disk. */
  async adopt(): Promise<void> {
    for (const [algorithm, making] of [...this.#making]) {
      const { made } = await making;
      const isKept = this.#parts.store.getSync(PREFIX + made.id) !== undefined;
      if (!isKept || !this.#making.delete(algorithm)) continue;
      this.#all.push(made);
    }
  }

  #last(algorithm: Certified): IssuingAuthority | undefined {
    return this.#all.filter((each) => each.algorithm === algorithm).at(-1);
  }

  async #make(algorithm: Certified): Promise<Prepared> {
    const { keys, authority, clock } = this.#parts;
    const number = this.#all.filter((each) => each.algorithm === algorithm).length + 1;
    const id = `${algorithm.toLowerCase()}-${number}`;
    const { publicKey } = await keyNamed(keys, keyName(id), algorithm);
    const { organization } = authority;
    const subject = { commonName: `${organization} Issuing CA ${id}`, organization };
    const body = { profile: 'issuing', subject, publicKey } as const;
    const root = await this.#root(algorithm);
    const issued = await issueCertificate(body, root, new Date(clock()));
    const since = Math.floor(clock() / 1000);
    const certificate = toPem('CERTIFICATE', issued.bytes);
    const row: Row = {
      v: 1,
      id,
      algorithm,
      since,
      certificate,
      root: toPem('CERTIFICATE', root.certificate.bytes),
    };
    const change: Change = { type: 'put', key: PREFIX + id, value: Buffer.from(JSON.stringify(row)) };
    return { made: await opened(keys, row), changes: [change] };
  }

  /** The organisation's own root, or that of SM2 which stands beside it, made the first time. */
  async #root(algorithm: Certified): Promise<Issuer> {
    if (algorithm === 'ES256') return this.#parts.authority.issuer;
    const { keys, authority, clock } = this.#parts;
    const signer = await keyNamed(keys, SM2_ROOT_KEY, algorithm);
    const last = this.#last(algorithm);
    if (last) return { signer, certificate: readCertificate(fromPem('CERTIFICATE', last.root)) };
    const { organization } = authority;
    const subject = { commonName: `${organization} Root CA SM2`, organization };
    return { signer, certificate: await issueRoot(subject, signer, new Date(clock())) };
  }
}

const keyName = (id: string): string => `issuing-${id}`;

/** Made by an earlier run that broke off, the key is there already. */
const keyNamed = async (keys: KeyStore, name: string, algorithm: Certified): Promise<Signer> =>
  (await keys.has(name)) ? keys.signer(name) : keys.create(name, algorithm);

const opened = async (keys: KeyStore, row: Row): Promise<IssuingAuthority> => ({
  ...row,
  issuer: {
    certificate: readCertificate(fromPem('CERTIFICATE', row.certificate)),
    signer: await keys.signer(keyName(row.id)),
  },
});
