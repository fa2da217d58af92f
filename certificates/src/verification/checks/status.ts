import { formatInstant, stateOf, type Standing } from '@hanlian/chaincode/domain';
import type { CheckCode } from '../codes.js';
import { ListFault } from '../../status-list/fault.js';
import type { GivenList } from '../../status-list/read.js';
import { listedStanding } from '../../status-list/standing.js';
import type { Check, Finding, Subject, VerificationContext } from '../types.js';
import { unknown } from './unknown.js';

/** Expiry is no decision: `validity` tells it, here such a certificate stands. */
const CODES: Readonly<Record<Standing, CheckCode>> = {
  valid: 'STATUS_VALID',
  expired: 'STATUS_VALID',
  notYetValid: 'STATUS_VALID',
  suspended: 'SUSPENDED',
  revoked: 'REVOKED',
  annulled: 'ANNULLED',
  deregistered: 'DEREGISTERED',
  superseded: 'SUPERSEDED',
  transferredOut: 'TRANSFERRED_OUT',
  other: 'STATUS_OTHER',
};

/** Whether a decision on the ledger has suspended or ended the certificate by the instant asked for. */
export const status: Check = {
  name: 'status',
  test: (_subject, { ledger, statusLists }) => ledger !== undefined || statusLists !== undefined,
  skip: () => ({ code: 'NO_SOURCE' }),
  verify: async (subject, context) => {
    const { ledger, statusLists } = context;
    const found = ledger && (await byLedger(subject, context));
    if (found !== undefined && found.code !== 'STATUS_NOT_PROVEN') return found;
    return statusLists ? byList(subject, context, statusLists) : (found as Finding);
  },
};

/** The ledger itself, or what a proof shows of it as its log has it. */
const byLedger = async (subject: Subject, context: VerificationContext): Promise<Finding> => {
  const { at, ledger } = context;
  const view = await subject.record();
  if (!view) return unknown(subject, context);
  const { standing, since, until } = stateOf(view.record, view.transitions, at);
  const proof = ledger?.proof;
  return {
    code: proof !== undefined && at > proof.until ? 'STATUS_NOT_PROVEN' : CODES[standing],
    source: proof ? 'log' : 'ledger',
    data: {
      standing,
      at: formatInstant(at),
      ...(proof && { checkpoint: proof.size, provenUntil: formatInstant(proof.until) }),
      current: view.current,
      ...(since !== undefined && { since: formatInstant(since) }),
      ...(until !== undefined && { until: formatInstant(until) }),
    },
  };
};

const byList = async (
  { place }: Subject,
  context: VerificationContext,
  lists: readonly GivenList[],
): Promise<Finding> => {
  try {
    const { standing, list } = await listedStanding(lists, place, context);
    const { department, from, until } = list;
    return {
      code: CODES[standing],
      source: 'list',
      data: {
        standing,
        at: formatInstant(context.at),
        list: `${department}/${list.list}`,
        listedAt: formatInstant(from),
        listedUntil: formatInstant(until),
      },
    };
  } catch (error) {
    if (error instanceof ListFault) return { code: error.code, source: 'list', data: error.data };
    throw error;
  }
};
