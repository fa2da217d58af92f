import {
  Bitstring,
  ENTRY_SIZE,
  issueStatusList,
  LIST_SIZE,
  type Purpose,
  type StatusListContent,
} from '@hanlian/certificates';
import { DAY, SEALED_AT } from './evidence.js';
import type { SealingDepartment } from './seals.js';

/** Values at places, for a list of the samples. */
export type Entries = Readonly<Record<number, number>>;

export const bitsOf = (purpose: Purpose, entries: Entries = {}, length = LIST_SIZE): Bitstring => {
  const bits = Bitstring.empty(length, ENTRY_SIZE[purpose]);
  for (const [index, value] of Object.entries(entries)) bits.set(Number(index), value);
  return bits;
};

/** The list that the samples of `world({ listed: true })` stand in, as of the day after they were sealed. */
export const sampleList = (
  { code, sealer }: Pick<SealingDepartment, 'code' | 'sealer'>,
  entries: Entries = {},
  changed: Partial<StatusListContent> = {},
): Promise<string> => {
  const { purpose = 'message' } = changed;
  return issueStatusList(sealer, {
    department: code,
    list: 3,
    purpose,
    bits: bitsOf(purpose, entries),
    from: SEALED_AT + DAY - 60,
    until: SEALED_AT + 2 * DAY,
    askAgain: 30,
    publicUrl: 'https://hub.example',
    ...changed,
  });
};
