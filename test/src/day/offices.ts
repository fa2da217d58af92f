import { generateUscc } from '@hanlian/chaincode/domain';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';

/** A department of the day, and who asks for it. */
export interface Office {
  readonly n: number;
  readonly code: string;
  readonly hub: 'bureau' | 'auditor';
  readonly kind: 'department' | 'operator';
  /** The identity it writes to the ledger by. */
  readonly clerk: string;
  readonly caller: SampleCallerKey;
}

export const HUBS = ['bureau', 'auditor'] as const;

/** Every fifth department stands in another hub. */
export const hubOf = (n: number): Office['hub'] => (n % 5 === 4 ? 'auditor' : 'bureau');

/** The last of all departments operate data that others give, and give none themselves. */
export const OPERATORS = 2;

/** Whom grants to operators name, in either hub, and one whom none names. */
export const CUSTOMERS = [0, 4] as const;
export const STRANGER = 1;

/** With fewer the last customer would be an operator. */
export const LEAST_OFFICES = CUSTOMERS[1] + 1 + OPERATORS;

export const codeOf = (n: number): string =>
  generateUscc({
    department: '1',
    kind: '1',
    region: '420100',
    organisation: `MB8${String(n).padStart(5, '0')}`,
  });
