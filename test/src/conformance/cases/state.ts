import type { Case } from '../types.js';

/** How keys and values behave. */
export const stateCases: readonly Case[] = [
  {
    id: 'write-then-read',
    rule: 'A committed value is read back, by every organisation.',
    steps: [
      { commit: 'a', program: [{ op: 'put', key: '@k', value: 'one' }] },
      { evaluate: true, program: [{ op: 'get', key: '@k' }] },
      { evaluate: true, as: 'auditor', program: [{ op: 'get', key: '@k' }] },
    ],
  },
  {
    id: 'absent-key',
    rule: 'A key never written reads as absent, and the read is recorded without a version.',
    steps: [
      {
        commit: 'a',
        program: [
          { op: 'get', key: '@none' },
          { op: 'put', key: '@k', value: '1' },
        ],
      },
    ],
  },
  {
    id: 'no-read-of-own-write',
    rule: 'A transaction does not see what it has written itself.',
    steps: [
      { commit: 'a', program: [{ op: 'put', key: '@k', value: 'old' }] },
      {
        commit: 'b',
        program: [
          { op: 'put', key: '@k', value: 'new' },
          { op: 'get', key: '@k' },
        ],
      },
      { evaluate: true, program: [{ op: 'get', key: '@k' }] },
    ],
  },
  {
    id: 'last-write-wins',
    rule: 'Of several writes to a key in one transaction the last one stands.',
    steps: [
      {
        commit: 'a',
        program: [
          { op: 'put', key: '@k', value: 'first' },
          { op: 'put', key: '@k', value: 'last' },
        ],
      },
      {
        commit: 'b',
        program: [
          { op: 'delete', key: '@k' },
          { op: 'put', key: '@k', value: 'again' },
        ],
      },
      {
        commit: 'c',
        program: [
          { op: 'put', key: '@gone', value: 'x' },
          { op: 'delete', key: '@gone' },
        ],
      },
      {
        evaluate: true,
        program: [
          { op: 'get', key: '@k' },
          { op: 'get', key: '@gone' },
        ],
      },
    ],
  },
  {
    id: 'writes-are-sorted',
    rule: 'The write set is sorted by key, whatever the order of writing.',
    steps: [
      {
        commit: 'a',
        program: [
          { op: 'put', key: '@b', value: '2' },
          { op: 'put', key: '@a', value: '1' },
          { op: 'put', key: '@C', value: '3' },
        ],
      },
    ],
  },
  {
    id: 'delete',
    rule: 'A deleted key is absent, and may be written again.',
    steps: [
      { commit: 'a', program: [{ op: 'put', key: '@k', value: '1' }] },
      { commit: 'b', program: [{ op: 'delete', key: '@k' }] },
      { evaluate: true, program: [{ op: 'get', key: '@k' }] },
      { commit: 'c', program: [{ op: 'delete', key: '@never' }] },
      {
        commit: 'd',
        program: [
          { op: 'get', key: '@k' },
          { op: 'put', key: '@k', value: '2' },
        ],
      },
      { evaluate: true, program: [{ op: 'get', key: '@k' }] },
    ],
  },
  {
    id: 'empty-value',
    rule: 'A key written with an empty value is absent.',
    steps: [
      { commit: 'a', program: [{ op: 'put', key: '@k', value: '1' }] },
      { commit: 'b', program: [{ op: 'put', key: '@k', value: '' }] },
      {
        evaluate: true,
        program: [
          { op: 'get', key: '@k' },
          { op: 'range', start: '@', end: '@~' },
        ],
      },
    ],
  },
  {
    id: 'range',
    rule: 'A range is half-open, in byte order, and finds neither composite keys nor own writes.',
    steps: [
      {
        commit: 'a',
        program: [
          { op: 'put', key: '@a', value: '1' },
          { op: 'put', key: '@B', value: '2' },
          { op: 'put', key: '@证', value: '3' },
          { op: 'put', key: '@z', value: '4' },
          { op: 'putComposite', type: '@t', attributes: ['x', 'y'], value: '5' },
        ],
      },
      { evaluate: true, program: [{ op: 'range', start: '@', end: '@z' }] },
      {
        commit: 'b',
        program: [
          { op: 'put', key: '@m', value: '9' },
          { op: 'range', start: '@a', end: '@{' },
        ],
      },
      { evaluate: true, program: [{ op: 'range', start: '@q', end: '@r' }] },
    ],
  },
  {
    id: 'composite-range',
    rule: 'Composite keys are found by their leading attributes, in order.',
    steps: [
      {
        commit: 'a',
        program: [
          { op: 'putComposite', type: '@t', attributes: ['b', '1'], value: 'b1' },
          { op: 'putComposite', type: '@t', attributes: ['a', '2'], value: 'a2' },
          { op: 'putComposite', type: '@t', attributes: ['a', '1'], value: 'a1' },
          { op: 'putComposite', type: '@tt', attributes: ['a', '1'], value: 'other' },
        ],
      },
      { evaluate: true, program: [{ op: 'rangeComposite', type: '@t', attributes: ['a'] }] },
      { evaluate: true, program: [{ op: 'rangeComposite', type: '@t', attributes: [] }] },
    ],
  },
  {
    id: 'paged-range',
    rule: 'Pages follow each other by bookmark; the last one is short.',
    steps: [
      {
        commit: 'a',
        program: ['1', '2', '3'].map((n) => ({ op: 'put' as const, key: `@p${n}`, value: n })),
      },
      { evaluate: true, program: [{ op: 'page', start: '@p', end: '@q', size: 2 }] },
      { evaluate: true, program: [{ op: 'page', start: '@p', end: '@q', size: 2, bookmark: '@p3' }] },
      { evaluate: true, program: [{ op: 'page', start: '@p', end: '@q', size: 3 }] },
    ],
  },
  {
    id: 'empty-page',
    rule: 'A page of nothing comes without metadata.',
    steps: [{ evaluate: true, program: [{ op: 'page', start: '@p', end: '@q', size: 2 }] }],
  },
  {
    id: 'write-after-page',
    rule: 'A write after a paged query is refused, and a paged query after a write.',
    steps: [
      { commit: 'seed', program: [{ op: 'put', key: '@p1', value: '1' }] },
      {
        endorse: 'a',
        program: [
          { op: 'page', start: '@p', end: '@q', size: 2 },
          { op: 'put', key: '@k', value: '1' },
        ],
      },
      {
        endorse: 'b',
        program: [
          { op: 'put', key: '@k', value: '1' },
          { op: 'page', start: '@p', end: '@q', size: 2 },
        ],
      },
    ],
  },
  {
    id: 'large-value',
    rule: 'A value of a megabyte is kept whole.',
    steps: [{ commit: 'a', program: [{ op: 'put', key: '@big', bytes: 1_000_000 }] }, { find: 'a' }],
  },
  {
    id: 'too-large',
    rule: 'A transaction above ten megabytes is endorsed, and not ordered.',
    steps: [{ endorse: 'a', program: [{ op: 'put', key: '@big', bytes: 11_000_000 }] }, { submit: 'a' }],
  },
  {
    id: 'many-writes',
    rule: 'A thousand keys in one transaction stand all or none.',
    steps: [
      {
        commit: 'a',
        program: Array.from({ length: 1000 }, (_, n) => ({
          op: 'put' as const,
          key: `@${String(n).padStart(4, '0')}`,
          value: String(n),
        })),
      },
      {
        evaluate: true,
        program: [
          { op: 'get', key: '@0999' },
          { op: 'range', start: '@0100', end: '@0103' },
        ],
      },
    ],
  },
  {
    id: 'range-past-one-batch',
    rule: 'A range longer than one batch of results (100) is whole and recorded whole.',
    steps: [
      {
        commit: 'a',
        program: Array.from({ length: 120 }, (_, n) => ({
          op: 'put' as const,
          key: `@${String(n).padStart(3, '0')}`,
          value: String(n),
        })),
      },
      { endorse: 'b', program: [{ op: 'range', start: '@', end: '@~' }] },
    ],
  },
  {
    id: 'evaluate-writes-nothing',
    rule: 'What an evaluation writes is gone.',
    steps: [
      { evaluate: true, program: [{ op: 'put', key: '@k', value: '1' }] },
      { evaluate: true, program: [{ op: 'get', key: '@k' }] },
    ],
  },
];
