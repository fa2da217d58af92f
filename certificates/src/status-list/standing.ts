import { CLOCK_TOLERANCE, formatInstant, type Standing } from '@hanlian/chaincode/domain';
import { sealersFault, unvouched } from '../verification/checks/issuer.js';
import type { VerificationContext } from '../verification/types.js';
import { ListFault } from './fault.js';
import type { StatusPlace, ToldPlace } from './profile.js';
import type { GivenList, StatusList } from './read.js';
import { MESSAGES } from './statuses.js';

/** What a list says of a certificate. */
export interface Listed {
  readonly standing: Standing;
  readonly list: StatusList;
}

type Context = Pick<VerificationContext, 'at' | 'issuers' | 'sealTrust' | 'policy'>;

/**
 * What the newest of these lists says of a certificate at the instant asked for.
 * @throws {ListFault} when none tells: the reason is the one that list has which came nearest
 */
export const listedStanding = async (
  lists: readonly GivenList[],
  place: ToldPlace | undefined,
  context: Context,
): Promise<Listed> => {
  const list = listFor(lists, placeIn(place));
  requireCurrent(list, context.at);
  await requireSealer(list, context);
  const value = list.bits.get(placeIn(place).index);
  return { list, standing: (MESSAGES[value] as (typeof MESSAGES)[number]).standing };
};

const placeIn = (place: ToldPlace | undefined): StatusPlace => {
  if (place === undefined) throw new ListFault('STATUS_NOT_LISTED');
  if ('withheld' in place) throw new ListFault('STATUS_PLACE_WITHHELD');
  return place;
};

const listFor = (lists: readonly GivenList[], { department, list }: StatusPlace): StatusList => {
  const read = lists.filter((given): given is StatusList => !(given instanceof ListFault));
  const ours = read.filter((given) => given.department === department && given.list === list);
  const [newest] = ours.filter(({ purpose }) => purpose === 'message').toSorted((a, b) => b.from - a.from);
  if (newest !== undefined) return newest;
  const [other] = ours;
  if (other !== undefined) {
    throw new ListFault('STATUS_LIST_PURPOSE_WRONG', { expected: 'message', received: other.purpose });
  }
  const fault = lists.find((given) => given instanceof ListFault);
  if (fault !== undefined) throw fault;
  const given = read.map((one) => `${one.department}/${one.list}`);
  throw new ListFault('STATUS_LIST_FOREIGN', { expected: `${department}/${list}`, received: given });
};

/** A list tells of its own time: not of what was before, nor of what came after it ran out. */
const requireCurrent = ({ from, until }: StatusList, at: number): void => {
  const data = { from: formatInstant(from), until: formatInstant(until), at: formatInstant(at) };
  if (at < from - CLOCK_TOLERANCE) throw new ListFault('STATUS_LIST_LATER', data);
  if (at >= until) throw new ListFault('STATUS_LIST_STALE', data);
};

const requireSealer = async (
  { department, from, seal }: StatusList,
  { issuers, ...context }: Context,
): Promise<void> => {
  if (!issuers) throw new ListFault('STATUS_LIST_SEAL_UNKNOWN', { reason: 'NO_SOURCE' });
  const sealing = {
    issuer: department,
    sealedAt: from,
    ...unvouched(seal),
  };
  const fault = await sealersFault(sealing, context, issuers);
  if (fault) throw new ListFault('STATUS_LIST_SEAL_UNKNOWN', { ...fault.data, reason: fault.code });
};
