import type { Query, RefusalReceipt, ReleaseReceipt, RequestReceipt } from '@hanlian/chaincode/domain';

/** A query's id is its requester's own, for the provider it asks: who signs one for two providers has asked twice. */
export const nameOf = ({ provider, requester, id }: Pick<Query, 'provider' | 'requester' | 'id'>): string =>
  `${provider}~${requester}~${id}`;

/** The name of the query that is answered. */
export const answerTo = ({ provider, requester, query }: ReleaseReceipt | RefusalReceipt): string =>
  nameOf({ provider, requester, id: query });

/** Whether a query is for the two departments in whose chain it stands. */
export const isForThisPair = ({ provider, requester, asked: { query } }: RequestReceipt): boolean =>
  query.provider === provider && query.requester === requester;
