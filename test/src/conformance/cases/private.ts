import type { Case } from '../types.js';

const collection = 'pair';

/** Private data between the bureau and the bank; the auditor is no member. */
export const privateCases: readonly Case[] = [
  {
    id: 'private-write-then-read',
    rule: 'Members read a private value; everybody sees its hash, nobody finds it in the transaction.',
    steps: [
      {
        commit: 'a',
        transient: { secret: 'for two' },
        program: [{ op: 'privatePutTransient', collection, key: '@s', name: 'secret' }],
      },
      { evaluate: true, as: 'bureau', program: [{ op: 'privateGet', collection, key: '@s' }] },
      { evaluate: true, as: 'bank', program: [{ op: 'privateGet', collection, key: '@s' }] },
      { evaluate: true, as: 'auditor', program: [{ op: 'privateHash', collection, key: '@s' }] },
    ],
  },
  {
    id: 'private-read-by-outsider',
    rule: 'An outsider cannot read a private value.',
    steps: [
      {
        commit: 'a',
        transient: { secret: 'for two' },
        program: [{ op: 'privatePutTransient', collection, key: '@s', name: 'secret' }],
      },
      { evaluate: true, as: 'auditor', program: [{ op: 'privateGet', collection, key: '@s' }] },
    ],
  },
  {
    id: 'private-write-by-outsider',
    rule: 'An outsider cannot write a private value.',
    steps: [
      { endorse: 'a', as: 'auditor', program: [{ op: 'privatePut', collection, key: '@s', value: 'x' }] },
    ],
  },
  {
    id: 'private-no-read-of-own-write',
    rule: 'A transaction does not see the private value it has written itself.',
    steps: [
      {
        commit: 'a',
        program: [
          { op: 'privatePut', collection, key: '@s', value: 'x' },
          { op: 'privateGet', collection, key: '@s' },
        ],
      },
    ],
  },
  {
    id: 'private-conflict',
    rule: 'Two transactions that read and wrote one private key: one stands.',
    steps: [
      { commit: 'seed', program: [{ op: 'privatePut', collection, key: '@s', value: '0' }] },
      {
        endorse: 'a',
        program: [
          { op: 'privateGet', collection, key: '@s' },
          { op: 'privatePut', collection, key: '@s', value: 'a' },
        ],
      },
      {
        endorse: 'b',
        program: [
          { op: 'privateGet', collection, key: '@s' },
          { op: 'privatePut', collection, key: '@s', value: 'b' },
        ],
      },
      { submit: 'a' },
      { submit: 'b' },
      { status: 'a' },
      { status: 'b' },
      { evaluate: true, program: [{ op: 'privateGet', collection, key: '@s' }] },
    ],
  },
  {
    id: 'private-delete',
    rule: 'A deleted private value and its hash are absent.',
    steps: [
      { commit: 'a', program: [{ op: 'privatePut', collection, key: '@s', value: 'x' }] },
      { commit: 'b', program: [{ op: 'privateDelete', collection, key: '@s' }] },
      {
        evaluate: true,
        program: [
          { op: 'privateGet', collection, key: '@s' },
          { op: 'privateHash', collection, key: '@s' },
        ],
      },
    ],
  },
  {
    id: 'private-purge',
    rule: 'A purged private value and its hash are absent.',
    steps: [
      { commit: 'a', program: [{ op: 'privatePut', collection, key: '@s', value: 'x' }] },
      { commit: 'b', program: [{ op: 'privatePurge', collection, key: '@s' }] },
      {
        evaluate: true,
        program: [
          { op: 'privateGet', collection, key: '@s' },
          { op: 'privateHash', collection, key: '@s' },
        ],
      },
    ],
  },
  {
    id: 'private-range',
    rule: 'A private range finds what is committed.',
    steps: [
      {
        commit: 'a',
        program: [
          { op: 'privatePut', collection, key: '@s1', value: '1' },
          { op: 'privatePut', collection, key: '@s2', value: '2' },
        ],
      },
      { evaluate: true, program: [{ op: 'privateRange', collection, start: '@s', end: '@t' }] },
    ],
  },
  {
    id: 'private-range-excludes-writes',
    rule: 'A private range and a write to private data exclude each other, in both orders.',
    steps: [
      {
        endorse: 'a',
        program: [
          { op: 'privateRange', collection, start: '@s', end: '@t' },
          { op: 'privatePut', collection, key: '@s9', value: '9' },
        ],
      },
      {
        endorse: 'b',
        program: [
          { op: 'privatePut', collection, key: '@s9', value: '9' },
          { op: 'privateRange', collection, start: '@s', end: '@t' },
        ],
      },
      {
        endorse: 'c',
        program: [
          { op: 'privateRange', collection, start: '@s', end: '@t' },
          { op: 'put', key: '@k', value: '9' },
        ],
      },
    ],
  },
  {
    id: 'unknown-collection',
    rule: 'A collection that was not defined is refused.',
    steps: [{ endorse: 'a', program: [{ op: 'privateGet', collection: 'nowhere', key: '@s' }] }],
  },
];
