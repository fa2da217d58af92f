import {
  barToOnward,
  faultOfProduct,
  HanlianError,
  receiptDigest,
  type Grant,
  type OnwardConfirmation,
  type OnwardInput,
  type OnwardQuery,
  type OnwardRecords,
  type ReleaseReceipt,
  type SignedAcknowledgement,
  type SignedOnward,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import type { ExchangeKeys } from '../exchange/keys.js';
import type { ReadModel } from '../readmodel/read-model.js';
import type { Speakers } from '../services/consents/speakers.js';
import { grantOf } from '../services/grants/read.js';
import type { KnownSurroundings } from '../services/grants/surroundings.js';
import type { RegistryView } from '../services/registry-view.js';
import { Turns } from '../services/tasks/turns.js';
import type { Caller, Services } from '../services/types.js';
import type { GroupWriter } from '../storage/group-writer.js';
import { beginningWith, type Change, type Store } from '../storage/store.js';
import { acknowledgementOf } from './acknowledging.js';
import type { Boxes } from './boxes.js';
import { names } from './names.js';
import { requireOperatorsWord } from './operators-word.js';
import type { Received } from './received.js';
import type { Receipts } from './receipts.js';
import type { Told } from './told.js';
import type { Views } from './views.js';

interface OnwardParts {
  readonly registry: RegistryView;
  readonly model: ReadModel;
  readonly surroundings: KnownSurroundings;
  readonly speakers: Pick<Speakers, 'stands'>;
  readonly keys: ExchangeKeys;
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly boxes: Boxes;
  readonly receipts: Receipts;
  readonly received: Pick<Received, 'find' | 'acknowledged'>;
  readonly told: Pick<Told, 'hear' | 'put' | 'send'>;
  readonly views: Views;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** What a recipient keeps of a product, and by which code its word was refused for good. */
type Taken = OnwardRecords & { readonly refused?: string };

const { sha256 } = nodeHashes;

/**
 * Products that operators of public data hand on: a signed record is on disk before the product may go, and the recipient
 * signs for what it has. The product itself passes between the two of them.
 */
export class Onward {
  readonly #parts: OnwardParts;
  /** A recipient that is told of a product twice at once signs for one receipt. */
  readonly #turns = new Turns();

  constructor(parts: OnwardParts) {
    this.#parts = parts;
  }

  get service(): Services['onward'] {
    return {
      handOn: (caller, input) => this.#handOn(caller, input),
      get: (caller, id, query) => this.#get(caller, id, query),
      confirm: (caller, input) => this.#confirm(caller, input),
      hear: (notice) => this.#parts.told.hear(notice),
    };
  }

  /**
   * What is on record of a product, for its recipient or its operator.
   *
   * @throws {HanlianError} ONWARD_UNKNOWN; ONWARD_OF_SEVERAL where several operators handed one on under that id
   */
  async #get({ department }: Caller, id: string, { operator }: OnwardQuery): Promise<OnwardRecords> {
    const found = [...(await this.#takenUnder(department, id)), ...this.#handedOnBy(department, id)];
    const byOperator = new Map(found.map((records) => [records.receipt.record.provider, records]));
    if (operator === undefined && byOperator.size > 1) {
      throw new HanlianError('ONWARD_OF_SEVERAL', 'Several operators handed a product on under that id', {
        field: 'operator',
      });
    }
    const [only] = byOperator.values();
    const records = operator === undefined ? only : byOperator.get(operator);
    if (records !== undefined) return records;
    throw new HanlianError('ONWARD_UNKNOWN', 'No product was handed on under that id', { received: id });
  }

  #handedOnBy(operator: string, id: string): readonly OnwardRecords[] {
    const { receipts } = this.#parts;
    return receipts.hasProduct(operator, id) ? [receipts.findProduct(operator, id)] : [];
  }

  /**
   * Records that a product is handed on, as far as its grant and what was released allow it.
   *
   * @throws {HanlianError} GRANT_*, QUERY_UNKNOWN, ONWARD_NOT_RELEASED, ONWARD_REPLAYED, LEDGER_VIEW_STALE
   */
  async #handOn({ department: operator }: Caller, input: OnwardInput): Promise<OnwardRecords> {
    const { receipts, told, views } = this.#parts;
    const { recipient, ...product } = input;
    const view = await views.newest();
    const grant = await this.#covering(operator, input);
    const providers = this.#providersOf(operator, input);
    const said = { kind: 'onward', ...product, grantRevision: grant.revision, view } as const;
    const pair = { provider: operator, requester: recipient };
    await receipts.handOn(pair, said, (receipt) => told.put(providers, receipt));
    const records = receipts.findProduct(operator, input.id);
    told.send(providers, records.receipt);
    return records;
  }

  /** @throws {HanlianError} GRANT_* where the grant does not cover it, as the ledger has it now */
  async #covering(operator: string, { grant: id, recipient, fields }: OnwardInput): Promise<Grant> {
    const grant = grantOf(this.#parts.model, id);
    const at = this.#parts.now();
    const around = await this.#parts.surroundings.of(grant, at);
    const bar = barToOnward(grant, { operator, recipient, fields }, at, around);
    if (bar === undefined) return grant;
    throw new HanlianError(bar.code, 'The grant does not cover that this is handed on', {
      ...(bar.field && { field: bar.field }),
    });
  }

  /**
   * Who released what the product is made of: the grant's provider, or who has had its place.
   *
   * @throws {HanlianError} QUERY_UNKNOWN, ONWARD_NOT_RELEASED
   */
  #providersOf(operator: string, { grant, fields, queries }: OnwardInput): readonly string[] {
    const releases = queries.map((query) => this.#released(operator, query));
    const made = { provider: operator, grant, fields, at: this.#parts.now() };
    const fault = faultOfProduct(made, releases);
    if (fault === undefined) return [...new Set(releases.map(({ provider }) => provider))];
    throw new HanlianError('ONWARD_NOT_RELEASED', 'The product is of more than was released', {
      field: fault === 'fields' ? 'fields' : 'queries',
    });
  }

  #released(operator: string, query: string): ReleaseReceipt {
    const { received, receipts } = this.#parts;
    const found = received.find(operator, query) ?? receipts.find(operator, query);
    const record = 'outcome' in found ? found.outcome?.record : undefined;
    if (record?.kind === 'release') return record;
    throw new HanlianError('ONWARD_NOT_RELEASED', 'That query was not answered with data', {
      field: 'queries',
      received: query,
    });
  }

  /**
   * A recipient signs that it has the product of a receipt; said again it is the same word.
   *
   * @throws {HanlianError} OTHER_DEPARTMENT, STATEMENT_OUT_OF_TIME, HOLDER_KEY_NOT_BOUND, SIGNATURE_INVALID,
   *   ONWARD_PRODUCT_OTHER, ONWARD_REPLAYED
   */
  async #confirm({ department }: Caller, { receipt, product }: OnwardConfirmation): Promise<OnwardRecords> {
    this.#requireOwn(department, receipt, product);
    const place = names.taken(department, receipt.record.id, receipt.record.provider);
    return this.#turns.of(place, () => this.#takenOrSigned(department, receipt));
  }

  async #takenOrSigned(department: string, receipt: SignedOnward): Promise<OnwardRecords> {
    const { provider, requester, id: query } = receipt.record;
    const known = this.#taken(names.taken(department, query, provider));
    if (known !== undefined) return sameAs(known, receipt);
    const said = { provider, requester, query };
    const acknowledgement = await acknowledgementOf(this.#parts, said, receipt);
    return this.#keep({ standing: 'acknowledged', receipt, acknowledgement }, acknowledgement);
  }

  #requireOwn(department: string, receipt: SignedOnward, product: string): void {
    const { record } = receipt;
    if (record.requester !== department) {
      throw new HanlianError('OTHER_DEPARTMENT', 'The product was handed on to another', {
        field: 'receipt.record.requester',
      });
    }
    requireOperatorsWord(this.#parts, receipt);
    if (record.product === product) return;
    throw new HanlianError('ONWARD_PRODUCT_OTHER', 'The product is another', {
      field: 'product',
      expected: record.product,
      received: product,
    });
  }

  /** On disk when this returns; to an operator in another hub the word goes behind the answer. */
  async #keep(records: OnwardRecords, acknowledgement: SignedAcknowledgement): Promise<OnwardRecords> {
    const { writer, boxes, speakers, receipts, received } = this.#parts;
    const { provider, requester, query } = acknowledgement.acknowledgement;
    const keep = (known: OnwardRecords): Change => boxes.put(names.taken(requester, query, provider), known);
    if (!speakers.stands(provider)) {
      await received.acknowledged(acknowledgement, keep(records));
      return records;
    }
    await receipts.acknowledge(acknowledgement);
    // The operator's copy counts: it may be of before a stop.
    const known = receipts.findProduct(provider, query);
    await writer.write([keep(known)]);
    return known;
  }

  async #takenUnder(recipient: string, id: string): Promise<readonly OnwardRecords[]> {
    const found = await this.#parts.store.iterator(beginningWith(names.takenUnder(recipient, id))).all();
    return found.map(([key, box]) => this.#opened(key, box));
  }

  #taken(key: string): OnwardRecords | undefined {
    const box = this.#parts.store.getSync(key);
    return box && this.#opened(key, box);
  }

  #opened(key: string, box: Uint8Array): OnwardRecords {
    const { refused, ...records } = this.#parts.boxes.open(key, box) as Taken;
    return refused === undefined
      ? records
      : { ...records, standing: 'handedOn', acknowledgementRefused: refused };
  }
}

/** @throws {HanlianError} ONWARD_REPLAYED for another receipt under the id of one that was signed for */
function sameAs(known: OnwardRecords, receipt: SignedOnward): OnwardRecords {
  if (receiptDigest(sha256, known.receipt) === receiptDigest(sha256, receipt)) return known;
  throw new HanlianError('ONWARD_REPLAYED', 'Another receipt of that id was signed for', {
    field: 'receipt',
  });
}
