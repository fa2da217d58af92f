import type { Situation, Standing } from '@hanlian/chaincode/domain';

/** For what a list is kept (§2.2). `message` tells each legal state by itself; the other two serve any reader. */
export const PURPOSES = ['revocation', 'suspension', 'message'] as const;
export type Purpose = (typeof PURPOSES)[number];

/**
 * The eight states of a certificate (住建部 电子证照 upload specification) as entries of three bits. Expiry stands in the
 * document and is none of them.
 */
export const MESSAGES = [
  { standing: 'valid', message: '有效 valid' },
  { standing: 'suspended', message: '暂扣 suspended' },
  { standing: 'annulled', message: '撤销 annulled' },
  { standing: 'deregistered', message: '注销 deregistered' },
  { standing: 'superseded', message: '失效 superseded' },
  { standing: 'transferredOut', message: '办理转出 transferred out' },
  { standing: 'revoked', message: '吊销 revoked' },
  { standing: 'other', message: '其他 other' },
] as const satisfies readonly { readonly standing: Standing; readonly message: string }[];

/** Bits of an entry. */
export const ENTRY_SIZE: Readonly<Record<Purpose, number>> = { revocation: 1, suspension: 1, message: 3 };

/** 06: given over to another region, which may be called off. */
const TRANSFERRING = '06';

/** Whether what has befallen it may be undone. */
const isReversible = ({ state, standing }: Situation): boolean =>
  standing === 'suspended' || (standing === 'transferredOut' && state === TRANSFERRING);

/** What stands in a list of each purpose for a certificate in that situation. */
export const entryOf = (purpose: Purpose, situation: Situation): number => {
  const message = MESSAGES.findIndex(({ standing }) => standing === situation.standing);
  if (message <= 0) return 0;
  if (purpose === 'message') return message;
  return isReversible(situation) === (purpose === 'suspension') ? 1 : 0;
};
