import type { AuditEntry } from '@hanlian/chaincode/domain';
import { START, type Position } from '../ledger/port.js';
import type { Change } from '../storage/store.js';

/** An act by its place, and its place under each name it may be asked for by. */
export const ACTS = 'a~';
const INDEXES = { department: 'ad~', person: 'ap~', type: 'at~' } as const;

/** By what acts can be found without looking through the others. */
export type ActIndex = keyof typeof INDEXES;

export interface ActsQuery {
  /** Only acts after this place. */
  readonly after?: Position;
  readonly by?: { readonly index: ActIndex; readonly value: string };
}

const BLOCK_DIGITS = 12;
const INDEX_DIGITS = 6;

/** A place as keys write it, so that their order is the ledger's. */
export const placeOf = ({ block, index }: Position): string =>
  `${String(block).padStart(BLOCK_DIGITS, '0')}~${String(index).padStart(INDEX_DIGITS, '0')}`;

/** The place a key ends with. */
export function placeIn(key: string): Position {
  const [block, index] = key.split('~').slice(-2);
  return { block: Number(block), index: Number(index) };
}

export function actsRange({ after = START, by }: ActsQuery): { gt: string; lt: string } {
  const prefix = by === undefined ? ACTS : `${INDEXES[by.index]}${by.value}~`;
  return { gt: after.block < 0 ? prefix : prefix + placeOf(after), lt: `${prefix}\u007f` };
}

export function actChanges(act: AuditEntry): Change[] {
  const place = placeOf(act);
  const { department, issuer, person, reviewer, type } = act;
  const named = (index: ActIndex, values: readonly (string | undefined)[]): Change[] =>
    [...new Set(values)]
      .filter((value) => value !== undefined)
      .map((value) => ({ type: 'put', key: `${INDEXES[index]}${value}~${place}`, value: NOTHING }));
  return [
    { type: 'put', key: ACTS + place, value: Buffer.from(JSON.stringify(act)) },
    ...named('department', [department, issuer]),
    ...named('person', [person, reviewer]),
    ...named('type', [type]),
  ];
}

const NOTHING = Buffer.alloc(0);
