import {
  canonicalize,
  emptyChain,
  entryIdOf,
  extendChain,
  keys,
  recordProofOf,
  sharingCommitment,
  utf8Encode,
  type Chain,
  type CreditEntry,
  type RecordProof,
  type SignedConsent,
  type SignedPull,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import {
  composeReport,
  noteVerifiers,
  POLICIES,
  sealReport,
  trustBy,
  TRUST_FORMAT,
  type CreditReport,
  type EntryPart,
  type NoteSigner,
  type ReportParts,
  type Sealer,
  type SetPart,
  type TrustBundle,
  type VerificationContext,
} from '@hanlian/certificates';
import { DAY, random16, SEALED_AT } from './evidence.js';
import { checkpointOf, keyText, newLogSigner, newWitness, ORIGIN, signedNote } from './log.js';
import { MemoryMap } from './map.js';
import { sealingDepartment, type SealingDepartment } from './seals.js';
import { GRANTED, OFFICE, QUESTION, signedFor, SUBJECT } from './report-consent.js';
import { correctedEntry, ENTERED, entryOf, SOURCE, type Entered } from './report-entries.js';

const { sha256 } = nodeHashes;

/** A minute after the pull. */
export const ISSUED_AT = SEALED_AT + 60;

const RULES = keys.ruleSet('credit-publication', 0);
const TERM = {
  clause: '示例第一条',
  when: {},
  shown: 'always',
  minMonths: 3,
  maxMonths: 36,
  repair: 'afterMin',
};

/** A credit office's ledger, in memory, with one enterprise on it and what was signed for a report; tests bend what it holds. */
export class ReportWorld {
  readonly log: NoteSigner = newLogSigner();
  readonly witness: NoteSigner = newWitness('witness.bank', () => (SEALED_AT + 30) * 1000);
  readonly map = new MemoryMap(sha256);
  readonly records = new Map<string, string>();
  readonly sealKeys: Map<string, { since: number; suite?: 'SM2'; compromisedSince?: number }>;
  readonly departments = new Map([[OFFICE, { kind: 'credit', mspId: 'BureauMSP' }]]);
  readonly consent: SignedConsent;
  readonly pull: SignedPull;
  #sets: { subject: string; entries: Omit<EntryPart, 'proof'>[] }[] = [];
  readonly #office: SealingDepartment;
  readonly sm2Seal: Sealer | undefined;

  private constructor(office: SealingDepartment, sm2Seal: Sealer | undefined, granted: readonly string[]) {
    this.#office = office;
    this.sm2Seal = sm2Seal;
    this.sealKeys = new Map([[office.sealer.keyDigest, { since: SEALED_AT - 9 * DAY }]]);
    if (sm2Seal) this.sealKeys.set(sm2Seal.keyDigest, { since: SEALED_AT - 9 * DAY, suite: 'SM2' });
    const { consent, pull } = signedFor(granted);
    [this.consent, this.pull] = [consent, pull];
    const { id } = consent.statement;
    const provenance = { revision: 0, intent: random16(), tx: 'A'.repeat(43), txTime: SEALED_AT };
    this.put(keys.consent(id), {
      v: 1,
      commitment: sharingCommitment(sha256, consent),
      since: SEALED_AT - DAY,
      until: SEALED_AT + 30 * DAY,
      pulls: consent.statement.pulls,
      state: 'active',
      acts: [],
      ...provenance,
    });
    this.put(this.pullKey, {
      v: 1,
      commitment: sharingCommitment(sha256, pull),
      intent: pull.statement.intent,
      tx: provenance.tx,
      txTime: SEALED_AT,
    });
    this.put(RULES, {
      v: 1,
      name: 'credit-publication',
      since: 0,
      source: { zh: '示例规则', en: 'Sample rules' },
      body: { older: 'current', terms: [TERM] },
      ...provenance,
    });
    for (let other = 0; other < 20; other++) this.put(`lic~other~${other}`, {});
  }

  static async open({
    entered = ENTERED,
    sm2Seal,
    granted = GRANTED,
  }: {
    entered?: readonly Entered[];
    sm2Seal?: Sealer;
    granted?: readonly string[];
  } = {}): Promise<ReportWorld> {
    const world = new ReportWorld(
      await sealingDepartment(OFFICE, '示例市发展和改革委员会'),
      sm2Seal,
      granted,
    );
    world.register(SUBJECT, entered);
    return world;
  }

  get pullKey(): string {
    return keys.pull(this.consent.statement.id, 'term', 1);
  }

  get seals(): { seal: Sealer; sm2Seal: Sealer | undefined } {
    return { seal: this.#office.sealer, sm2Seal: this.sm2Seal };
  }

  put(key: string, record: object): void {
    const text = canonicalize(record);
    this.records.set(key, text);
    this.map.update([{ key: sha256(utf8Encode(key)), value: sha256(utf8Encode(text)) }]);
  }

  prove = (key: string): RecordProof =>
    recordProofOf(key, this.records.get(key), this.map.prove(sha256(utf8Encode(key))));

  /** Registers an enterprise's entries, and the corrections of some of them behind all. */
  register(subject: string, entered: readonly Entered[], predecessors?: readonly string[]): void {
    let chain: Chain = emptyChain(nodeHashes, subject);
    const link = (part: Entered, record: Pick<CreditEntry, 'facts'>): void => {
      chain = extendChain(nodeHashes, chain, { ...part, subject, source: SOURCE }, record.facts);
    };
    const parts = entered.map((part) => {
      const entry = entryIdOf(sha256, { ...part, subject, source: SOURCE });
      const made = entryOf(subject, entry, part, chain.count);
      link(part, made.record);
      return made;
    });
    const corrected = parts.map((part, index) => {
      if (entered[index]?.corrected !== true) return part;
      const later = correctedEntry(subject, part, entered[index], chain.count);
      link(entered[index], later.record);
      return later;
    });
    for (const { entry, record } of corrected) this.put(keys.entry(subject, entry), record);
    const others = this.#sets.filter((set) => set.subject !== subject);
    const own = { subject, entries: corrected };
    this.#sets = subject === SUBJECT ? [own, ...others] : [...others, own];
    if (chain.count === 0) return;
    this.put(keys.entrySet(subject), {
      v: 1,
      ...chain,
      registrar: SOURCE,
      ...(predecessors && { predecessors }),
      revision: 0,
      intent: random16(),
      tx: 'A'.repeat(43),
      txTime: SEALED_AT,
    });
  }

  /** What a report of the enterprise is made of now. */
  async parts(checkpoint?: string): Promise<ReportParts> {
    return {
      id: random16(),
      issuedAt: ISSUED_AT,
      until: ISSUED_AT + 30 * DAY,
      consent: { signed: this.consent, record: this.prove(keys.consent(this.consent.statement.id)) },
      pull: { signed: this.pull, record: this.prove(this.pullKey) },
      rules: [this.prove(RULES)],
      checkpoint: checkpoint ?? (await this.note(this.log, this.witness)),
      sets: this.#sets.map(({ subject, entries }): SetPart => ({
        subject,
        head: this.prove(keys.entrySet(subject)),
        entries: entries.map((part) => ({ ...part, proof: this.prove(keys.entry(subject, part.entry)) })),
      })),
    };
  }

  note(...signers: NoteSigner[]): Promise<string> {
    return signedNote(checkpointOf(9, { mapRoot: this.map.root }), ...signers);
  }

  async report(changes: Partial<ReportParts> = {}): Promise<CreditReport> {
    return this.seal({ ...(await this.parts()), ...changes });
  }

  seal(parts: ReportParts): Promise<CreditReport> {
    return sealReport(composeReport(nodeHashes, parts), this.seals);
  }

  /** A changed report under a new seal: what an office that cheats could make. */
  resealed(report: CreditReport): Promise<CreditReport> {
    return sealReport(report, this.seals);
  }

  /** The registry and the log of this world as a trust file. */
  trust(): TrustBundle {
    const provenance = { revision: 0, intent: random16(), tx: 'A'.repeat(43), txTime: SEALED_AT };
    return {
      v: TRUST_FORMAT,
      madeAt: SEALED_AT,
      departments: [
        {
          v: 1,
          code: OFFICE,
          name: { zh: '示例市发展和改革委员会', en: 'Credit office' },
          kind: 'credit',
          mspId: 'BureauMSP',
          since: SEALED_AT - 9 * DAY,
          ...provenance,
        },
      ],
      types: [],
      accreditations: [],
      sealKeys: [...this.sealKeys].map(([key, facts]) => ({
        v: 1,
        department: OFFICE,
        key,
        ...facts,
        ...provenance,
      })),
      stampRoots: [],
      logs: [
        {
          origin: ORIGIN,
          log: { organisation: 'BureauMSP', keys: [keyText(this.log)] },
          witnesses: [{ organisation: 'BankMSP', keys: [keyText(this.witness)] }],
          quorum: 2,
        },
      ],
    };
  }

  context(changes: Partial<VerificationContext> = {}): VerificationContext {
    return {
      hashes: nodeHashes,
      at: ISSUED_AT + DAY,
      policy: POLICIES.complete,
      issuers: {
        department: (code) => Promise.resolve(this.departments.get(code) as never),
        sealKey: (code, key) =>
          Promise.resolve((code === OFFICE ? this.sealKeys.get(key) : undefined) as never),
        accreditation: () => Promise.resolve(undefined),
      },
      logs: trustBy(
        {
          origin: ORIGIN,
          log: { organisation: 'BureauMSP', keys: [this.log.key] },
          witnesses: [{ organisation: 'BankMSP', keys: [this.witness.key] }],
          quorum: 2,
        },
        noteVerifiers,
      ),
      grant: QUESTION,
      ...changes,
    };
  }
}
