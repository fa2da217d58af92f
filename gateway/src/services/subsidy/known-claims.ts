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
import { LOOKED_THROUGH, unknownCursor } from '../pages.js';
import { parseRow } from '../registry-view.js';
import type { Caller, Page } from '../types.js';
import type { SubsidyParts } from './parts.js';

/** As many as the contract answers at once. */
const AT_ONCE = 100;

type KnownParts = Pick<SubsidyParts, 'model' | 'calls' | 'speakers'>;

/** What the ledger shows of claims to a department of this hub: to the office its programmes', to a bank its own. */
export class KnownClaims {
  readonly #parts: KnownParts;

  constructor(parts: KnownParts) {
    this.#parts = parts;
  }

  /** Whether there is such a claim, whoever's it is. */
  has(id: string): boolean {
    return this.#parts.model.get(keys.claim(id)) !== undefined;
  }

  /** @throws {HanlianError} CLAIM_UNKNOWN, also where it is another department's */
  async view(caller: Caller, id: string): Promise<ClaimView> {
    const [view] = await this.each(caller, [id]);
    return view as ClaimView;
  }

  /** Every one of many, in their order. @throws {HanlianError} CLAIM_UNKNOWN, also where one is another department's */
  async each({ department }: Caller, ids: readonly string[]): Promise<readonly ClaimView[]> {
    const recorded = ids.filter((id) => this.has(id));
    const shown = new Map((await this.views(department, recorded)).map((view) => [idOf(view), view]));
    return ids.map((id) => {
      const view = shown.get(id);
      if (view !== undefined) return view;
      throw new HanlianError('CLAIM_UNKNOWN', 'There is no such claim here', { received: id });
    });
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

  /** Each of many that are the department's to see, with the public records by which its steps were decided. */
  async decided(department: string, ids: readonly string[]): Promise<readonly ClaimView[]> {
    const { calls, speakers } = this.#parts;
    const speaker = await speakers.of(department);
    const views: ClaimView[] = [];
    for (const id of ids) views.push(await calls.read<ClaimView>(speaker, 'getClaim', { id }));
    return views;
  }

  /** Every claim there is after one, by its public record. */
  async *recorded(after?: string): AsyncGenerator<{ id: string; record: ClaimRecord }> {
    const { start, end } = rangeOf(keyPrefixes.claim);
    const from = after === undefined ? start : `${start}${after}\u0000`;
    for await (const { key, row } of this.#parts.model.rows(from, end)) {
      yield { id: splitKey(key)[1] as string, record: parseRow(row) as ClaimRecord };
    }
  }

  /** By id; a page may be short and still have a `next`. */
  async page({ department }: Caller, { limit, cursor, ...wanted }: ClaimQuery): Promise<Page<ClaimView>> {
    if (cursor !== undefined && !this.has(cursor)) throw unknownCursor();
    const items: ClaimView[] = [];
    const waiting: string[] = [];
    let looked = 0;
    // What is not the department's falls out only when the ledger is asked: first for what is wanted, then for all it answers.
    let atOnce = limit + 1;
    for await (const { id, record } of this.recorded(cursor)) {
      looked += 1;
      if (isWanted(record, wanted)) waiting.push(id);
      const isFar = looked === LOOKED_THROUGH;
      if (waiting.length < atOnce && !isFar) continue;
      items.push(...(await this.views(department, waiting.splice(0))));
      if (items.length > limit) break;
      if (isFar) return { items, next: id };
      atOnce = AT_ONCE;
    }
    items.push(...(await this.views(department, waiting)));
    const shown = items.slice(0, limit);
    return { items: shown, ...(items.length > limit && { next: idOf(shown.at(-1) as ClaimView) }) };
  }
}

const idOf = ({ file }: ClaimView): string => file.claim.statement.id;

const isWanted = (
  { programme, state }: ClaimRecord,
  wanted: Pick<ClaimQuery, 'programme' | 'state'>,
): boolean => (wanted.programme ?? programme) === programme && (wanted.state ?? state) === state;
