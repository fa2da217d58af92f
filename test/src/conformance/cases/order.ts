import type { Case } from '../types.js';

/** How transactions meet: conflicts, duplicates, order, events. */
export const orderCases: readonly Case[] = [
  {
    id: 'version-conflict',
    rule: 'Of two transactions that read and wrote one key, the first ordered stands and the other is void.',
    steps: [
      { commit: 'seed', program: [{ op: 'put', key: '@k', value: '0' }] },
      {
        endorse: 'a',
        program: [
          { op: 'get', key: '@k' },
          { op: 'put', key: '@k', value: 'a' },
        ],
      },
      {
        endorse: 'b',
        program: [
          { op: 'get', key: '@k' },
          { op: 'put', key: '@k', value: 'b' },
          { op: 'event', name: 'b', payload: 'void' },
        ],
      },
      { submit: 'a' },
      { submit: 'b' },
      { status: 'a' },
      { status: 'b' },
      { evaluate: true, program: [{ op: 'get', key: '@k' }] },
    ],
  },
  {
    id: 'absence-conflict',
    rule: 'Two transactions that found a key absent and wrote it: one stands.',
    steps: [
      {
        endorse: 'a',
        program: [
          { op: 'get', key: '@k' },
          { op: 'put', key: '@k', value: 'a' },
        ],
      },
      {
        endorse: 'b',
        program: [
          { op: 'get', key: '@k' },
          { op: 'put', key: '@k', value: 'b' },
        ],
      },
      { submit: 'b' },
      { submit: 'a' },
      { status: 'b' },
      { status: 'a' },
    ],
  },
  {
    id: 'read-of-deleted-conflicts',
    rule: 'A key deleted since it was read is a conflict.',
    steps: [
      { commit: 'seed', program: [{ op: 'put', key: '@k', value: '0' }] },
      {
        endorse: 'a',
        program: [
          { op: 'get', key: '@k' },
          { op: 'put', key: '@other', value: 'a' },
        ],
      },
      { endorse: 'b', program: [{ op: 'delete', key: '@k' }] },
      { submit: 'b' },
      { submit: 'a' },
      { status: 'b' },
      { status: 'a' },
    ],
  },
  {
    id: 'blind-writes',
    rule: 'Writes that read nothing do not conflict; the last ordered stands.',
    steps: [
      { endorse: 'a', program: [{ op: 'put', key: '@k', value: 'a' }] },
      { endorse: 'b', program: [{ op: 'put', key: '@k', value: 'b' }] },
      { submit: 'a' },
      { submit: 'b' },
      { status: 'a' },
      { status: 'b' },
      { evaluate: true, program: [{ op: 'get', key: '@k' }] },
    ],
  },
  {
    id: 'phantom-insert',
    rule: 'A key that appeared in a range after it was read voids the transaction.',
    steps: [
      { commit: 'seed', program: [{ op: 'put', key: '@r1', value: '1' }] },
      {
        endorse: 'a',
        program: [
          { op: 'range', start: '@r', end: '@s' },
          { op: 'put', key: '@sum', value: '1' },
        ],
      },
      { endorse: 'b', program: [{ op: 'put', key: '@r2', value: '2' }] },
      { submit: 'b' },
      { submit: 'a' },
      { status: 'b' },
      { status: 'a' },
    ],
  },
  {
    id: 'phantom-delete',
    rule: 'A key that left a range after it was read voids the transaction.',
    steps: [
      {
        commit: 'seed',
        program: [
          { op: 'put', key: '@r1', value: '1' },
          { op: 'put', key: '@r2', value: '2' },
        ],
      },
      {
        endorse: 'a',
        program: [
          { op: 'range', start: '@r', end: '@s' },
          { op: 'put', key: '@sum', value: '2' },
        ],
      },
      { endorse: 'b', program: [{ op: 'delete', key: '@r2' }] },
      { submit: 'b' },
      { submit: 'a' },
      { status: 'b' },
      { status: 'a' },
    ],
  },
  {
    id: 'phantom-update',
    rule: 'A key of a range that changed after it was read voids the transaction.',
    steps: [
      { commit: 'seed', program: [{ op: 'put', key: '@r1', value: '1' }] },
      {
        endorse: 'a',
        program: [
          { op: 'range', start: '@r', end: '@s' },
          { op: 'put', key: '@sum', value: '1' },
        ],
      },
      { endorse: 'b', program: [{ op: 'put', key: '@r1', value: '9' }] },
      { submit: 'b' },
      { submit: 'a' },
      { status: 'b' },
      { status: 'a' },
    ],
  },
  {
    id: 'empty-range-is-proven',
    rule: 'Two transactions that each found a range empty and wrote into it: one stands.',
    steps: [
      {
        endorse: 'a',
        program: [
          { op: 'range', start: '@r', end: '@s' },
          { op: 'put', key: '@r1', value: 'a' },
        ],
      },
      {
        endorse: 'b',
        program: [
          { op: 'range', start: '@r', end: '@s' },
          { op: 'put', key: '@r2', value: 'b' },
        ],
      },
      { submit: 'a' },
      { submit: 'b' },
      { status: 'a' },
      { status: 'b' },
    ],
  },
  {
    id: 'range-beside-is-no-phantom',
    rule: 'A write just outside a range does not void it.',
    steps: [
      {
        endorse: 'a',
        program: [
          { op: 'range', start: '@r', end: '@s' },
          { op: 'put', key: '@x', value: 'a' },
        ],
      },
      { endorse: 'b', program: [{ op: 'put', key: '@s', value: 'b' }] },
      { submit: 'b' },
      { submit: 'a' },
      { status: 'b' },
      { status: 'a' },
    ],
  },
  {
    id: 'resent-envelope',
    rule: 'An envelope sent twice takes effect once; both copies stand in the ledger, the second void.',
    steps: [
      {
        endorse: 'a',
        program: [
          { op: 'get', key: '@k' },
          { op: 'put', key: '@k', value: '1' },
        ],
      },
      { submit: 'a' },
      { status: 'a' },
      { submit: 'a' },
      { commit: 'after', program: [{ op: 'put', key: '@other', value: '1' }] },
      { status: 'a' },
      { find: 'a' },
    ],
  },
  {
    id: 'resent-at-once',
    rule: 'Two copies that reach the orderer together take effect once.',
    steps: [
      { endorse: 'a', program: [{ op: 'put', key: '@k', value: '1' }] },
      { submit: 'a' },
      { submit: 'a' },
      { status: 'a' },
      { commit: 'after', program: [{ op: 'put', key: '@other', value: '1' }] },
    ],
  },
  {
    id: 'id-of-a-void-transaction-is-used',
    rule: 'The id of a void transaction cannot be used again.',
    steps: [
      { commit: 'seed', program: [{ op: 'put', key: '@k', value: '0' }] },
      {
        endorse: 'a',
        program: [
          { op: 'get', key: '@k' },
          { op: 'put', key: '@k', value: 'a' },
        ],
      },
      { commit: 'b', program: [{ op: 'put', key: '@k', value: 'b' }] },
      { submit: 'a' },
      { status: 'a' },
      { submit: 'a' },
      { commit: 'after', program: [{ op: 'put', key: '@other', value: '1' }] },
      { status: 'a' },
    ],
  },
  {
    id: 'proposal-of-a-committed-transaction',
    rule: 'A proposal may be endorsed twice, but no more once its transaction is committed.',
    steps: [
      { endorse: 'a', program: [{ op: 'put', key: '@k', value: '1' }] },
      { again: 'a' },
      { submit: 'a' },
      { status: 'a' },
      { again: 'a' },
    ],
  },
  {
    id: 'endorsed-only',
    rule: 'What was endorsed and never submitted leaves no trace.',
    steps: [
      { endorse: 'a', program: [{ op: 'put', key: '@k', value: '1' }] },
      { find: 'a' },
      { evaluate: true, program: [{ op: 'get', key: '@k' }] },
    ],
  },
  {
    id: 'unknown-outcome',
    rule: 'A caller that lost the answer finds the outcome by transaction id.',
    steps: [
      { endorse: 'a', program: [{ op: 'put', key: '@k', value: '1' }] },
      { find: 'a' },
      { submit: 'a' },
      { status: 'a' },
      { find: 'a' },
      { status: 'a' },
    ],
  },
  {
    id: 'one-event',
    rule: 'Of several events the last one stands.',
    steps: [
      {
        commit: 'a',
        program: [
          { op: 'event', name: 'first', payload: '1' },
          { op: 'event', name: 'last', payload: '@2' },
          { op: 'put', key: '@k', value: '1' },
        ],
      },
    ],
  },
  {
    id: 'stream',
    rule: 'The stream gives each transaction once, in ledger order, to every organisation, void ones too.',
    steps: [
      { commit: 'a', program: [{ op: 'put', key: '@k', value: '1' }] },
      {
        endorse: 'b',
        program: [
          { op: 'get', key: '@k' },
          { op: 'put', key: '@k', value: 'b' },
        ],
      },
      { commit: 'c', program: [{ op: 'put', key: '@k', value: '2' }] },
      { submit: 'b' },
      { status: 'b' },
      { commit: 'd', program: [{ op: 'put', key: '@l', value: '3' }] },
      { stream: 4 },
      { stream: 4, as: 'auditor' },
      { stream: 2, after: 'c', as: 'bank' },
      { stream: 1, after: 'b' },
    ],
  },
];
