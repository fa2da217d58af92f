import { HanlianError } from '@hanlian/chaincode/domain';
import type { Speakers } from '../consents/speakers.js';
import type { LicenseParts } from '../licenses/parts.js';

interface BanksParts extends Pick<LicenseParts, 'registry' | 'ledger'> {
  readonly speakers: Speakers;
}

/**
 * Whether this hub stands for a bank; what is another's is passed on.
 *
 * @throws {HanlianError} NOT_A_BANK, OTHER_DEPARTMENT for a bank of this organisation that this hub does not stand for
 */
export function isOurs({ registry, speakers, ledger }: BanksParts, bank: string): boolean {
  const department = registry.department(bank);
  if (department?.kind !== 'bank') {
    throw new HanlianError('NOT_A_BANK', 'The registry knows no such bank', { field: 'bank' });
  }
  if (speakers.stands(bank)) return true;
  if (department.mspId !== ledger.mspId) return false;
  throw new HanlianError('OTHER_DEPARTMENT', 'Another hub stands for this bank', { received: bank });
}
