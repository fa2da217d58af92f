import {
  Bitstring,
  ENTRY_SIZE,
  entryOf,
  LIST_SIZE,
  PURPOSES,
  type Purpose,
  type StatusPlace,
} from '@hanlian/certificates';
import { stateOf, type Instant } from '@hanlian/chaincode/domain';
import { START, type Position } from '../ledger/port.js';
import { isBefore } from '../ledger/position.js';
import { referenceIn } from '../readmodel/acts.js';
import type { ReadModel } from '../readmodel/read-model.js';
import { findLicense } from '../services/licenses/find.js';
import { parseRow } from '../services/registry-view.js';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Change, Store } from '../storage/store.js';
import { listKey, WAITING, type StatusPlaces } from './places.js';

/** Certificates to which something has happened, under their list and place: all others stand as they were issued. */
const CHANGED = 'listed~';
/** Up to where the read model was looked through for them. */
const PLACE = 'listedat';
const INDEX_DIGITS = 6;
const AT_ONCE = 500;

/** What a list holds at an instant, and until when nothing changes by itself. */
export interface Entries {
  readonly bits: Readonly<Record<Purpose, Bitstring>>;
  readonly due: Instant | undefined;
}

interface Parts {
  readonly store: Store;
  readonly writer: GroupWriter;
  readonly model: ReadModel;
  readonly places: Pick<StatusPlaces, 'find'>;
}

/** What stands in this hub's status lists, by what the read model has of its certificates. */
export class ListEntries {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Takes in what the read model has learnt: the lists concerned wait to be published, in the same write. */
  async follow(): Promise<void> {
    const { store, writer, model } = this.#parts;
    const kept = store.getSync(PLACE);
    let from: Position = kept === undefined ? START : (JSON.parse(kept.toString()) as Position);
    const end = model.position;
    while (isBefore(from, end)) {
      const changed = await this.#changedAfter(from, end);
      const last = changed.length < AT_ONCE ? end : (changed.at(-1) as Changed);
      const changes = changed.flatMap(({ key }) => this.#changesOf(key));
      from = { block: last.block, index: last.index };
      await writer.write([...changes, { type: 'put', key: PLACE, value: Buffer.from(JSON.stringify(from)) }]);
    }
  }

  /** What stands in a list at an instant. */
  async at(department: string, list: number, at: Instant): Promise<Entries> {
    const { store, model } = this.#parts;
    const bits = {
      revocation: Bitstring.empty(LIST_SIZE, ENTRY_SIZE.revocation),
      suspension: Bitstring.empty(LIST_SIZE, ENTRY_SIZE.suspension),
      message: Bitstring.empty(LIST_SIZE, ENTRY_SIZE.message),
    };
    let due = Infinity;
    const prefix = `${CHANGED}${listKey(department, list)}~`;
    for await (const [place, key] of store.iterator({ gt: prefix, lt: `${prefix}\uffff` })) {
      const { record, transitions } = await findLicense(model, referenceIn(key.toString()));
      const situation = stateOf(record, transitions, at);
      for (const purpose of PURPOSES) {
        bits[purpose].set(Number(place.slice(prefix.length)), entryOf(purpose, situation));
      }
      due = Math.min(due, situation.until ?? Infinity);
    }
    return { bits, due: due === Infinity ? undefined : due };
  }

  /** Whole transactions: what one of them changed is taken in together. */
  async #changedAfter(from: Position, end: Position): Promise<Changed[]> {
    const found: Changed[] = [];
    for await (const changed of this.#parts.model.changedLicenses(from)) {
      const isNext = found.length < AT_ONCE || !isBefore(found.at(-1) as Changed, changed);
      if (!isNext || isBefore(end, changed)) break;
      found.push(changed);
    }
    return found;
  }

  #changesOf(key: string): Change[] {
    const { model, places } = this.#parts;
    const row = model.get(key);
    if (row === undefined) return [];
    const { b, i } = parseRow(row) as { b: string; i: number };
    const place = places.find(b, i);
    return place === undefined ? [] : changesFor(place, key);
  }
}

type Changed = Position & { readonly key: string };

const changesFor = ({ department, list, index }: StatusPlace, key: string): Change[] => {
  const name = listKey(department, list);
  const place = String(index).padStart(INDEX_DIGITS, '0');
  return [
    { type: 'put', key: `${CHANGED}${name}~${place}`, value: Buffer.from(key) },
    { type: 'put', key: WAITING + name, value: Buffer.alloc(0) },
  ];
};
