import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { audit, noteVerifiers, trustBy, type AuditQuestion, type AuditReport } from '@hanlian/certificates';
import {
  base64urlEncode,
  canonicalize,
  encodeBundle,
  encodeLogEntry,
  keys,
  leafHash,
  merkleRoot,
  newTiles,
  receiptsRoot,
  recordDigest,
  recordProofOf,
  splitKey,
  tilePath,
  TILE_WIDTH,
  utf8Encode,
  type AnchorRecord,
  type Department,
  type Grant,
  type JsonObject,
  type Lease,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { omit } from '@hanlian/gateway/omit';
import { random16, random32 } from './contracts/people.js';
import { keyText, newLogSigner, newWitness, ORIGIN, signedNote } from './log.js';
import { MemoryMap } from './map.js';
import { Pair, partyOf, START, WINDOW, type Party } from './audit-pair.js';

const DAY = 86_400;

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

/** What an audit found, in words: code, number of the record, reason. */
export const foundIn = ({ violations }: AuditReport): string[] =>
  violations.map(({ code, seq, reason }) =>
    [code, seq, reason].filter((part) => part !== undefined).join(' '),
  );

/** A provider that releases to a requester under one grant and one lease of it. */
export interface AuditedPair {
  readonly city: AuditCity;
  readonly provider: Party;
  readonly requester: Party;
  readonly grant: Grant;
  readonly pair: Pair;
}

export function auditedPair(): AuditedPair {
  const city = new AuditCity();
  const [provider, requester] = [city.party(1), city.party(2)];
  const grant = city.grant(provider, requester);
  city.lease(grant);
  return { city, provider, requester, grant, pair: new Pair(city, provider, requester) };
}
