import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import {
  applicationDigest,
  canonicalize,
  CATEGORIES,
  emptyChain,
  entryIdOf,
  entryRoots,
  extendChain,
  keys,
  recordProofOf,
  sharingBytes,
  sharingCommitment,
  utf8Encode,
  type Category,
  type Chain,
  type CreditEntry,
  type EntryOperation,
  type EntryTransition,
  type PublicationReason,
  type RecordProof,
  type SaltedField,
  type SignedConsent,
  type SignedPull,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import {
  composeReport,
  lowS,
  noteVerifiers,
  POLICIES,
  sealReport,
  trustBy,
  TRUST_FORMAT,
  type CreditReport,
  type EntryPart,
  type GrantQuestion,
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

const { sha256 } = nodeHashes;

export const SUBJECT = '91430000712150029K';
export const OFFICE = '11430000006122244L';
export const BANK = '91110108551385082Q';
export const SOURCE = '11100000MB0143028R';
export const APPLICATION = { number: 'LN-2026-000118', salt: 'AAAAAAAAAAAAAAAAAAAAAA' };
export const QUESTION: GrantQuestion = {
  reader: BANK,
  application: applicationDigest(sha256, APPLICATION.salt, APPLICATION.number),
};
/** A minute after the pull. */
export const ISSUED_AT = SEALED_AT + 60;

/** An entry to be registered, in this order; `corrected`: by a later link at the end of the chain. */
export interface Entered {
  readonly category: Category;
  readonly document: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly facts?: Partial<Pick<CreditEntry['facts'], 'severity' | 'decidedAt' | 'until'>>;
  readonly state?: CreditEntry['state'];
  readonly reason?: PublicationReason;
  readonly corrected?: boolean;
}

export const ENTERED: readonly Entered[] = [
  {
    category: 'registration',
    document: '示例登〔2019〕1号',
    values: { subjectName: '示例建设工程有限公司', legalRepresentative: '张三', kind: '有限责任公司' },
  },
  { category: 'permit', document: '示例许〔2025〕7号', values: { content: '建筑施工' } },
  { category: 'penalty', document: '示例罚〔2026〕12号', facts: { severity: 'general' }, corrected: true },
  {
    category: 'penalty',
    document: '示例罚〔2025〕3号',
    facts: { severity: 'general' },
    state: 'repaired',
    reason: 'repaired',
  },
  { category: 'honour', document: '示例荣〔2026〕2号', values: { title: '守合同重信用企业' } },
  { category: 'judicial', document: '（2026）示例民初5号' },
];

/** What the sample consent reaches: all of these categories, the representative by name, of judgments nothing. */
export const GRANTED = ['registration', 'registration.legalRepresentative', 'permit', 'penalty', 'honour'];

const ACTS = { disputed: 'dispute', repaired: 'reviewRepair', annulled: 'annul' } as const;

const transition = (operation: EntryOperation, state: CreditEntry['state']): EntryTransition => ({
  operation,
  state,
  at: SEALED_AT - DAY,
  intent: random16(),
  tx: 'A'.repeat(43),
  person: 'P001',
  actor: SOURCE,
  basis: { law: '信用信息管理办法', digest: 'A'.repeat(43) },
});

const RULES = keys.ruleSet('credit-publication', 0);
const TERM = {
  clause: '示例第一条',
  when: {},
  shown: 'always',
  minMonths: 3,
  maxMonths: 36,
  repair: 'afterMin',
};

const bodyOf = ({ category, values = {} }: Entered, salt = random16): SaltedField[] =>
  CATEGORIES[category].fields.map(({ name, required, title }) => ({
    name,
    value: values[name] ?? (required ? `${title.zh}示例` : null),
    salt: salt(),
  }));

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
      const made = this.#entry(subject, entry, part, chain.count);
      link(part, made.record);
      return made;
    });
    const corrected = parts.map((part, index) => {
      if (entered[index]?.corrected !== true) return part;
      const later = this.#corrected(subject, part, entered[index], chain.count);
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

  #entry(subject: string, entry: string, part: Entered, link: number): Omit<EntryPart, 'proof'> {
    const { category, document, state = 'standing', reason = 'published' } = part;
    const body = bodyOf(part);
    const facts = {
      decidedAt: '2026-01-05',
      ...part.facts,
      ...entryRoots(nodeHashes, { subject, entry }, body),
    };
    const published = { at: SEALED_AT - 9 * DAY, intent: random16(), tx: 'A'.repeat(43), person: 'P001' };
    const history = state === 'standing' ? {} : { history: [transition(ACTS[state], state)] };
    const record: CreditEntry = {
      ...{ v: 1, category, source: SOURCE, document, facts, state, link, published },
      ...history,
    };
    return { entry, record, reason, body };
  }

  #corrected(
    subject: string,
    { entry, record: before, reason }: Omit<EntryPart, 'proof'>,
    part: Entered,
    link: number,
  ): Omit<EntryPart, 'proof'> {
    const { body, record } = this.#entry(subject, entry, part, link);
    const corrected = { ...transition('correct', record.state), was: before.facts, wasLink: before.link };
    const history = [...(before.history ?? []), corrected];
    return { entry, reason, body: body ?? [], record: { ...record, history } };
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

const signedFor = (fields: readonly string[]): { consent: SignedConsent; pull: SignedPull } => {
  const [holder, bank] = [newKey(), newKey()];
  const id = random16();
  const consent = {
    v: 1 as const,
    kind: 'consent' as const,
    id,
    intent: random16(),
    holder: SUBJECT,
    holderKey: 'A'.repeat(43),
    provider: OFFICE,
    recipient: BANK,
    purpose: 'loan-review',
    fields: [...fields, 'judicial.court'],
    keepDays: 1825,
    since: SEALED_AT - DAY,
    until: SEALED_AT + 30 * DAY,
    pulls: { limit: 3, per: 'term' as const },
    agreement: 'A'.repeat(43),
    issuedAt: SEALED_AT - DAY,
  };
  const pull = {
    v: 1 as const,
    kind: 'pull' as const,
    id,
    intent: random16(),
    provider: OFFICE,
    recipient: BANK,
    recipientKey: 'A'.repeat(43),
    purpose: 'loan-review',
    fields: [...fields],
    application: QUESTION.application,
    issuedAt: SEALED_AT,
  };
  return {
    consent: {
      v: 1,
      statement: consent,
      signature: signedBy(holder, sharingBytes(consent)),
      salt: random16(),
    },
    pull: { v: 1, statement: pull, signature: signedBy(bank, sharingBytes(pull)), salt: random16() },
  };
};

const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const signedBy = (key: KeyObject, bytes: Uint8Array): string =>
  Buffer.from(lowS(sign('sha256', bytes, key))).toString('base64url');
