import {
  HanlianError,
  keyPrefixes,
  keys,
  rangeOf,
  splitKey,
  type ClaimQuery,
  type ClaimRecord,
  type ClaimView,
  type ClaimViews,
} from '@hanlian/chaincode/domain';
import { parseRow } from '../registry-view.js';
import type { Caller, Page } from '../types.js';
import type { SubsidyParts } from './parts.js';

/** As many as the contract answers at once. */
const AT_ONCE = 100;
/** So many claims a page looks through at most: a filter few pass must not hold the hub up. */
const LOOKED_THROUGH = 2000;
const CURSOR = /^[A-Za-z0-9_-]{22}$/;

/** What the ledger shows of claims to a department of this hub: to the office its programmes', to a bank its own. */
export class KnownClaims {
  readonly #parts: SubsidyParts;

  constructor(parts: SubsidyParts) {
    this.#parts = parts;
  }

  /** @throws {HanlianError} CLAIM_UNKNOWN, also where it is another department's */
  async view({ department }: Caller, id: string): Promise<ClaimView> {
    if (this.#parts.model.get(keys.claim(id)) !== undefined) {
      const [view] = await this.views(department, [id]);
      if (view !== undefined) return view;
    }
    throw new HanlianError('CLAIM_UNKNOWN', 'There is no such claim here');
  }

  /** Those of many that are the department's to see. */
  async views(department: string, ids: readonly string[]): Promise<readonly ClaimView[]> {
    const { calls, speakers } = this.#parts;
    const speaker = await speakers.of(department);
    const views: ClaimView[] = [];
    for (let i = 0; i < ids.length; i += AT_ONCE) {
      const asked = ids.slice(i, i + AT_ONCE);
      views.push(...(await calls.read<ClaimViews>(speaker, 'getClaims', { ids: asked })).claims);
    }
    return views;
  }

  /** Every claim there is of a programme, by its public record. */
  async *recorded(programme?: string, after?: string): AsyncGenerator<{ id: string; record: ClaimRecord }> {
    const { start, end } = rangeOf(keyPrefixes.claim);
    const from = after === undefined ? start : `${start}${after}\u0000`;
    for await (const { key, row } of this.#parts.model.rows(from, end)) {
      const record = parseRow(row) as ClaimRecord;
      if (programme === undefined || record.programme === programme) {
        yield { id: splitKey(key)[1] as string, record };
      }
    }
  }

  /** By id; a page may be short and still have a `next`. */
  async page(
    { department }: Caller,
    { limit, cursor, programme, state }: ClaimQuery,
  ): Promise<Page<ClaimView>> {
    requireCursor(cursor);
    const items: ClaimView[] = [];
    let waiting: string[] = [];
    let looked = 0;
    let next = '';
    const take = async (): Promise<void> => {
      items.push(...(await this.views(department, waiting)));
      waiting = [];
    };
    for await (const { id, record } of this.recorded(programme, cursor)) {
      // What is not the department's falls out only when the ledger is asked.
      if (waiting.length === limit - items.length) await take();
      if (items.length >= limit || looked === LOOKED_THROUGH) {
        await take();
        return { items, next };
      }
      looked += 1;
      next = id;
      if (state === undefined || record.state === state) waiting.push(id);
    }
    await take();
    return { items };
  }
}

function requireCursor(cursor: string | undefined): void {
  if (cursor === undefined || CURSOR.test(cursor)) return;
  throw new HanlianError('FIELD_INVALID', 'The cursor is none this list gave', { field: 'cursor' });
}
