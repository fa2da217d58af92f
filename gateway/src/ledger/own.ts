import { HanlianError } from '@hanlian/chaincode/domain';
import type { GroupWriter } from '../storage/group-writer.js';
import type { Store } from '../storage/store.js';
import type { Ledger } from './port.js';

const FIRST_BLOCK = 'ledger';

/**
 * Ties a hub's store to its ledger by the hash of the first block, once there is one: what the store says of places and
 * keys means nothing on another.
 *
 * @throws {HanlianError} LEDGER_FOREIGN
 */
export async function requireOwnLedger(store: Store, writer: GroupWriter, ledger: Ledger): Promise<void> {
  const known = store.getSync(FIRST_BLOCK);
  const first = await ledger.block(0);
  if (known === undefined) {
    if (first) await writer.write([{ type: 'put', key: FIRST_BLOCK, value: Buffer.from(first.hash) }]);
    return;
  }
  if (first && known.equals(first.hash)) return;
  throw new HanlianError('LEDGER_FOREIGN', `The data of this ${ledger.mspId} hub was made on another ledger`);
}
