import { schemas } from '../../domain/index.js';
import { act } from './act.js';

/** The other region has taken it over, as its receipt says. */
export const confirmTransferOut = act('confirmTransferOut', schemas.confirmTransferOut, ({ receipt }) => ({
  w: receipt,
}));
