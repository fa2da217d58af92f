import type { ErrorCode } from '@hanlian/chaincode/domain';
import { OF_IDENTIFIER } from '../licenses/params.js';

/** What a wrong date or identifier is refused with. */
export const OF_AUDIT: readonly ErrorCode[] = ['DATE_IMPOSSIBLE', ...OF_IDENTIFIER];
