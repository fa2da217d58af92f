import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import {
  CHAIN_START,
  generateUscc,
  headAfter,
  receiptBytes,
  receiptDigest,
  type AnchoredStretch,
  type ChainHead,
  type Grant,
  type HolderKey,
  type OnwardReceipt,
  type Query,
  type Receipt,
  type ReceiptLine,
  type ReleaseReceipt,
  type SignedAcknowledgement,
  type SignedReceipt,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { random16, random32 } from './contracts/people.js';

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

const signed = (party: Party, said: Query | Receipt | SignedAcknowledgement['acknowledgement']): string =>
  sign('sha256', receiptBytes(said), party.secret).toString('base64url');

/** What a query and its release say besides the usual. */
export interface Told {
  readonly at?: number;
  readonly query?: Partial<Query>;
  readonly release?: Partial<ReleaseReceipt>;
}

/** How far the ledger is. */
export interface LedgerNow {
  readonly now: number;
  /** How many blocks there are. */
  readonly height: number;
}

/** A provider's chain for one requester, as the two of them keep it. */
export class Pair {
  readonly records: SignedReceipt[] = [];
  readonly acknowledgements: SignedAcknowledgement[] = [];
  readonly #ledger: LedgerNow;
  readonly provider: Party;
  readonly requester: Party;
  #anchored = 0;
  #head: ChainHead = CHAIN_START;
  #uses = 0;

  constructor(ledger: LedgerNow, provider: Party, requester: Party) {
    this.#ledger = ledger;
    this.provider = provider;
    this.requester = requester;
  }

  request(grant: Grant, { at = this.#ledger.now, query: more = {} }: Told = {}): Query {
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
    const at = told.at ?? this.#ledger.now;
    const query = this.request(grant, told);
    this.#uses += 1;
    const release = this.append({
      kind: 'release',
      at,
      query: query.id,
      grant: grant.id,
      grantRevision: grant.revision,
      view: { height: this.#ledger.height, at },
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
    const at = more.at ?? this.#ledger.now;
    const receipt = this.append({
      kind: 'onward',
      at,
      id: random16(),
      grant: grant.id,
      grantRevision: grant.revision,
      view: { height: this.#ledger.height, at },
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
