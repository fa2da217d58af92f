import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { audit, noteVerifiers, trustBy, type AuditQuestion, type AuditReport } from '@hanlian/certificates';
import {
  base64urlEncode,
  canonicalize,
  CHAIN_START,
  encodeBundle,
  encodeLogEntry,
  generateUscc,
  headAfter,
  keys,
  leafHash,
  merkleRoot,
  newTiles,
  receiptBytes,
  receiptDigest,
  receiptsRoot,
  recordDigest,
  recordProofOf,
  splitKey,
  tilePath,
  TILE_WIDTH,
  utf8Encode,
  type AnchoredStretch,
  type AnchorRecord,
  type ChainHead,
  type Department,
  type Grant,
  type HolderKey,
  type JsonObject,
  type Lease,
  type OnwardReceipt,
  type Query,
  type Receipt,
  type ReceiptLine,
  type ReleaseReceipt,
  type SignedAcknowledgement,
  type SignedReceipt,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { omit } from '@hanlian/gateway/omit';
import { random16, random32 } from './contracts/people.js';
import { keyText, newLogSigner, newWitness, ORIGIN, signedNote } from './log.js';
import { MemoryMap } from './map.js';

/** When releases of these tests begin: 21 September 2026, 09:00 at +08:00. */
export const START = 1_789_952_400;
export const WINDOW = new Date((START + 8 * 3600) * 1000).toISOString().slice(0, 10);
const DAY = 86_400;

/** A department with the key it signs with. */
export interface Party {
  readonly code: string;
  readonly key: string;
  readonly secret: KeyObject;
  readonly record: HolderKey;
}

export function partyOf(n: number): Party {
  const code = generateUscc({
    department: '1',
    kind: '1',
    region: '420100',
    organisation: String(n).padStart(8, '0'),
  });
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const der = publicKey.export({ format: 'der', type: 'spki' });
  const key = createHash('sha256').update(der).digest('base64url');
  const record: HolderKey = {
    v: 1,
    id: key,
    holder: { kind: 'organisation', code, publicKey: der.toString('base64url') },
    evidence: { kind: 'certificate', digest: key },
    since: START - 365 * DAY,
    boundBy: code,
    revision: 0,
    intent: random16(),
    tx: random32(),
    txTime: START - 300 * DAY,
  };
  return { code, key, secret: privateKey, record };
}

const departmentOf = ({ code, record: { since, tx, txTime } }: Party): Department => ({
  ...{
    v: 1,
    code,
    name: { zh: '示例局', en: 'A department' },
    kind: 'department',
    mspId: 'BureauMSP',
    since,
  },
  ...{ revision: 0, intent: random16(), tx, txTime },
});

const signed = (party: Party, said: Query | Receipt | SignedAcknowledgement['acknowledgement']): string =>
  sign('sha256', receiptBytes(said), party.secret).toString('base64url');

/** What a query and its release say besides the usual. */
export interface Told {
  readonly at?: number;
  readonly query?: Partial<Query>;
  readonly release?: Partial<ReleaseReceipt>;
}

/** A provider's chain for one requester, as the two of them keep it. */
export class Pair {
  readonly records: SignedReceipt[] = [];
  readonly acknowledgements: SignedAcknowledgement[] = [];
  readonly #city: AuditCity;
  readonly provider: Party;
  readonly requester: Party;
  #anchored = 0;
  #head: ChainHead = CHAIN_START;
  #uses = 0;

  constructor(city: AuditCity, provider: Party, requester: Party) {
    this.#city = city;
    this.provider = provider;
    this.requester = requester;
  }

  request(grant: Grant, { at = this.#city.now, query: more = {} }: Told = {}): Query {
    const query: Query = {
      v: 1,
      kind: 'query',
      id: random16(),
      grant: grant.id,
      requester: this.requester.code,
      key: this.requester.key,
      provider: this.provider.code,
      resource: grant.resource,
      fields: [...grant.fields],
      purpose: grant.purpose,
      matter: grant.matter,
      subject: random32(),
      reason: random32(),
      operator: 'P7',
      system: '审批系统',
      issuedAt: at,
      ...more,
    };
    const asked = { query, signature: signed(this.requester, query) };
    this.append({ kind: 'request', asked, at });
    return query;
  }

  /** A whole query: asked, released, acknowledged. */
  release(grant: Grant, told: Told = {}): SignedReceipt {
    const at = told.at ?? this.#city.now;
    const query = this.request(grant, told);
    this.#uses += 1;
    const release = this.append({
      kind: 'release',
      at,
      query: query.id,
      grant: grant.id,
      grantRevision: grant.revision,
      view: { height: this.#city.height, at },
      lease: { window: WINDOW, index: 1, use: this.#uses },
      fields: query.fields,
      rows: 1,
      removed: 0,
      responseDigest: random32(),
      visibility: grant.visibility,
      ...told.release,
    });
    this.acknowledge(release);
    return release;
  }

  /** A product of these releases to the operator, who is this chain's provider, handed on and confirmed. */
  onward(grant: Grant, releases: readonly SignedReceipt[], more: Partial<OnwardReceipt> = {}): SignedReceipt {
    const at = more.at ?? this.#city.now;
    const receipt = this.append({
      kind: 'onward',
      at,
      id: random16(),
      grant: grant.id,
      grantRevision: grant.revision,
      view: { height: this.#city.height, at },
      queries: releases.map(({ record }) => (record as ReleaseReceipt).query),
      fields: [...grant.fields],
      product: random32(),
      ...more,
    });
    this.acknowledge(receipt);
    return receipt;
  }

  /** `by`: whoever signs for it, in its own name. */
  acknowledge(release: SignedReceipt, by: Party = this.requester): void {
    const acknowledgement = {
      v: 1 as const,
      kind: 'acknowledgement' as const,
      provider: this.provider.code,
      requester: by.code,
      query: release.record.kind === 'onward' ? release.record.id : (release.record as ReleaseReceipt).query,
      release: receiptDigest(nodeHashes.sha256, release),
      key: by.key,
      issuedAt: release.record.at,
    };
    this.acknowledgements.push({ acknowledgement, signature: signed(by, acknowledgement) });
  }

  append(said: object): SignedReceipt {
    const record = {
      v: 1,
      provider: this.provider.code,
      requester: this.requester.code,
      key: this.provider.key,
      seq: this.#head.seq + 1,
      prev: this.#head.digest,
      ...said,
    } as Receipt;
    const receipt = { record, signature: signed(this.provider, record) };
    this.#head = headAfter(nodeHashes.sha256, receipt);
    this.records.push(receipt);
    return receipt;
  }

  /** The stretch since the last anchor. */
  stretch(): AnchoredStretch & { digests: string[] } {
    const since = this.records.slice(this.#anchored);
    const digests = since.map((receipt) => receiptDigest(nodeHashes.sha256, receipt));
    const first = this.#anchored + 1;
    this.#anchored = this.#head.seq;
    const count = (kind: Receipt['kind']): number =>
      since.filter(({ record }) => record.kind === kind).length;
    return {
      ...{ requester: this.requester.code, first, last: this.#head.seq, head: this.#head.digest },
      ...{ calls: count('request'), refusals: count('refusal'), digests },
      ...(count('onward') > 0 && { onward: count('onward') }),
    };
  }

  /** Signs a record anew, as a provider would that changes what it wrote. */
  resign(record: Receipt): SignedReceipt {
    return { record, signature: signed(this.provider, record) };
  }

  /** Signs in the requester's name what the requester did not say. */
  forge(acknowledgement: SignedAcknowledgement['acknowledgement']): SignedAcknowledgement {
    return { acknowledgement, signature: signed(this.provider, acknowledgement) };
  }

  lines(): ReceiptLine[] {
    return [...this.records, ...this.acknowledgements];
  }
}

/** The ledger as an auditor gets it, made up record by record: a log, what it tells of, and the keys of all. */
export class AuditCity {
  block = 1;
  now = START;
  readonly #log = newLogSigner();
  readonly #witness = newWitness('witness.bank');
  readonly #entries: Uint8Array[] = [];
  readonly #records: { key: string; record: JsonObject }[] = [];
  readonly #parties = new Map<string, Party>();
  readonly #departments = new Map<string, Department>();
  #anchors = 0;

  /** How many blocks there are. */
  get height(): number {
    return this.block + 1;
  }

  party(n: number): Party {
    const party = partyOf(n);
    this.#parties.set(party.key, party);
    this.#departments.set(party.code, departmentOf(party));
    return party;
  }

  /** Lets one department take another's place. */
  succeed({ code }: Party, by: Party, since: number): void {
    const department = this.#departments.get(code) as Department;
    this.#departments.set(code, { ...department, successor: by.code, successorSince: since });
  }

  grant(provider: Party, requester: Party, over: Partial<Grant> = {}): Grant {
    const id = random16();
    const txTime = over.txTime ?? START - DAY;
    const grant: Grant = {
      v: 1,
      id,
      demand: { department: requester.code, id: 'D1' },
      requester: requester.code,
      provider: provider.code,
      resource: '301/1',
      resourceRevision: 0,
      kind: 'sharing',
      fields: ['name', 'registeredCapital'],
      purpose: '核验企业登记信息',
      matter: '企业开办',
      basis: { law: '政务数据共享条例第十二条', digest: random32() },
      recipients: [requester.code],
      since: START - DAY,
      until: START + 30 * DAY,
      quota: { limit: 1_000_000, per: 'day', lease: 100_000 },
      rate: 100_000,
      networks: ['10.0.0.0/8'],
      mode: 'query',
      keepDays: 30,
      agreement: random32(),
      visibility: { class: 'now', rule: { name: 'sharing-grants', since: 0, clause: '一般' } },
      state: 'granted',
      decisions: [{ act: 'request', by: requester.code, person: 'OFFICER7', tx: random32(), txTime }],
      waiting: null,
      revision: 0,
      intent: random16(),
      tx: random32(),
      txTime,
      ...over,
    };
    this.write(keys.grant(id), grant);
    return grant;
  }

  /** The next revision of a grant. */
  revise(grant: Grant, over: Partial<Grant>): Grant {
    const next = { ...grant, ...over, revision: grant.revision + 1, intent: random16(), tx: random32() };
    this.write(keys.grant(grant.id), next);
    return next;
  }

  lease(grant: Grant, over: Partial<Lease> = {}): Lease {
    const lease: Lease = {
      v: 1,
      grant: grant.id,
      window: WINDOW,
      index: 1,
      size: 100_000,
      by: grant.provider,
      grantRevision: grant.revision,
      intent: random16(),
      tx: random32(),
      txTime: START - 60,
      ...over,
    };
    this.write(keys.lease(lease.grant, lease.window, lease.index), lease);
    return lease;
  }

  anchor(provider: Party, pairs: readonly Pair[], over: Partial<AnchorRecord> = {}): void {
    const stretches = pairs.map((pair) => pair.stretch());
    this.#anchors += 1;
    const record: AnchorRecord = {
      v: 1,
      provider: provider.code,
      n: this.#anchors,
      stretches: stretches.map((stretch) => omit(stretch, 'digests')),
      root: receiptsRoot(
        nodeHashes.sha256,
        stretches.flatMap(({ digests }) => digests),
      ),
      revision: 0,
      intent: random16(),
      tx: random32(),
      txTime: this.now,
      ...over,
    };
    this.write(keys.anchor(provider.code, record.n), record);
  }

  write(key: string, record: object): void {
    this.block += 1;
    const event = {
      v: 1,
      type: `sharing.${splitKey(key)[0]}`,
      count: 1,
      key,
      root: recordDigest(nodeHashes.sha256, record),
    };
    this.#entries.push(
      encodeLogEntry({
        block: this.block,
        payload: utf8Encode(canonicalize(event)),
        transactionId: createHash('sha256').update(String(this.block)).digest('hex'),
      }),
    );
    this.#records.push({ key, record: record as JsonObject });
  }

  /**
   * Writes what an auditor is handed into a folder, and gives the question to ask about it.
   *
   * @param unproven the key of a record that is left without a proof
   */
  async save(
    folder: string,
    receipts: Readonly<Record<string, readonly unknown[]>>,
    bend: (records: { key: string; record: JsonObject }[]) => readonly object[] = (records) => records,
    unproven = '',
  ): Promise<AuditQuestion> {
    const map = new MemoryMap(nodeHashes.sha256);
    const bytesOf = (text: string): Uint8Array => nodeHashes.sha256(utf8Encode(text));
    const held = [
      ...[...this.#parties.values()].map(({ key, record }) => ({ key: keys.holderKey(key), record })),
      ...[...this.#departments].map(([code, record]) => ({ key: keys.department(code), record })),
    ].map(({ key, record }) => ({ key, value: canonicalize(record) }));
    map.update(held.map(({ key, value }) => ({ key: bytesOf(key), value: bytesOf(value) })));
    const proofs = held
      .filter(({ key }) => key !== unproven)
      .map(({ key, value }) => ({ proof: recordProofOf(key, value, map.prove(bytesOf(key))) }));
    await this.#saveLog(join(folder, 'log'), map.root);
    const evidence = [{ v: 1, kind: 'sharing-ledger' }, ...bend([...this.#records]), ...proofs];
    await writeFile(join(folder, 'grants.jsonl'), linesOf(evidence));
    for (const [name, lines] of Object.entries(receipts)) {
      await writeFile(join(folder, name), linesOf(lines));
    }
    await writeFile(join(folder, 'trust.json'), JSON.stringify(this.#trustFile()));
    const policy = {
      origin: ORIGIN,
      log: { organisation: 'BureauMSP', keys: [this.#log.key] },
      witnesses: [{ organisation: 'BankMSP', keys: [this.#witness.key] }],
      quorum: 2,
    };
    return {
      grants: join(folder, 'grants.jsonl'),
      receipts: Object.keys(receipts).map((name) => join(folder, name)),
      log: join(folder, 'log'),
      trust: trustBy(policy, noteVerifiers),
      staleness: 60,
      now: this.now,
      seen: () => undefined,
    };
  }

  async audit(
    folder: string,
    receipts: Readonly<Record<string, readonly unknown[]>>,
    bend?: Parameters<AuditCity['save']>[2],
    unproven?: string,
  ): Promise<AuditReport> {
    return audit(await this.save(folder, receipts, bend, unproven));
  }

  #trustFile(): object {
    const none = { departments: [], types: [], accreditations: [], sealKeys: [], stampRoots: [] };
    const log = {
      origin: ORIGIN,
      log: { organisation: 'BureauMSP', keys: [keyText(this.#log)] },
      witnesses: [{ organisation: 'BankMSP', keys: [keyText(this.#witness)] }],
      quorum: 2,
    };
    return { v: 'hanlian-trust/1', madeAt: this.now, ...none, logs: [log] };
  }

  async #saveLog(folder: string, mapRoot: Uint8Array): Promise<void> {
    const root = (suite: 'sha256' | 'sm3'): Uint8Array =>
      merkleRoot(
        nodeHashes[suite],
        this.#entries.map((entry) => leafHash(nodeHashes[suite], entry)),
      );
    const size = this.#entries.length;
    const checkpoint = {
      origin: ORIGIN,
      size,
      root: root('sha256'),
      sm3Root: root('sm3'),
      mapRoot,
      block: this.block,
    };
    for (const tile of newTiles(0, size).filter(({ level }) => level === 'entries')) {
      const path = join(folder, tilePath(tile));
      const first = tile.index * TILE_WIDTH;
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, encodeBundle(this.#entries.slice(first, first + tile.width)));
    }
    await writeFile(join(folder, 'checkpoint'), await signedNote(checkpoint, this.#log, this.#witness));
  }
}

const linesOf = (lines: readonly unknown[]): string =>
  lines.map((line) => `${typeof line === 'string' ? line : canonicalize(line as object)}\n`).join('');

/** Other bytes of the same form as a digest. */
export const otherDigest = (): string => base64urlEncode(nodeHashes.sha256(utf8Encode(random32())));
