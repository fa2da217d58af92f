import type { Case } from '../types.js';

/** Who signs, what is signed, and what a refusal looks like. */
export const callerCases: readonly Case[] = [
  {
    id: 'creator',
    rule: 'The contract sees the MSP and the attributes of whoever signed.',
    steps: [
      { evaluate: true, as: 'bureau', program: [{ op: 'creator' }] },
      { evaluate: true, as: 'bank', program: [{ op: 'creator' }] },
      { evaluate: true, as: 'auditor', program: [{ op: 'creator' }] },
    ],
  },
  {
    id: 'proposal-signature',
    rule: 'A proposal whose signature does not fit is refused.',
    steps: [{ endorse: 'a', tamper: 'signature', program: [{ op: 'put', key: '@k', value: '1' }] }],
  },
  {
    id: 'foreign-msp',
    rule: 'A certificate of one organisation cannot speak for another.',
    steps: [{ endorse: 'a', tamper: 'mspId', program: [{ op: 'put', key: '@k', value: '1' }] }],
  },
  {
    id: 'envelope-signature',
    rule: 'An envelope whose signature does not fit is refused before it is ordered; the right one still goes through.',
    steps: [
      { endorse: 'a', program: [{ op: 'put', key: '@k', value: '1' }] },
      { submit: 'a', tamper: 'signature' },
      { find: 'a' },
      { submit: 'a' },
      { status: 'a' },
    ],
  },
  {
    id: 'refusal-with-a-code',
    rule: "The contract's own code reaches the caller.",
    steps: [
      {
        endorse: 'a',
        program: [
          { op: 'put', key: '@k', value: '1' },
          { op: 'fail', message: '{"code":"STALE","details":{"expected":2},"message":"stale"}' },
        ],
      },
      {
        evaluate: true,
        program: [{ op: 'fail', message: '{"code":"STALE","details":{},"message":"stale"}' }],
      },
      { evaluate: true, program: [{ op: 'get', key: '@k' }] },
    ],
  },
  {
    id: 'refusal-without-a-code',
    rule: 'An error the contract did not code is a failed endorsement.',
    steps: [
      { endorse: 'a', program: [{ op: 'fail', message: 'boom' }] },
      { evaluate: true, program: [{ op: 'fail', message: 'boom' }] },
    ],
  },
  {
    id: 'unknown-chaincode',
    rule: 'A chaincode the channel does not have is refused.',
    steps: [
      { endorse: 'a', chaincode: 'nowhere', program: [] },
      { evaluate: true, chaincode: 'nowhere', program: [] },
    ],
  },
  {
    id: 'describe',
    rule: 'A signer is shown what it signs, at both stages.',
    steps: [
      {
        endorse: 'a',
        as: 'bank',
        program: [
          { op: 'get', key: '@k' },
          { op: 'put', key: '@k', value: '1' },
        ],
      },
      { describe: 'a', stage: 'proposal' },
      { describe: 'a', stage: 'transaction' },
    ],
  },
];
