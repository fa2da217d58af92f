import { HanlianError, isErrorCode } from '@hanlian/chaincode/domain';
import { LedgerError } from '@hanlian/gateway/ledger/port';
import type { Services } from '@hanlian/gateway/services/types';

/** What a test can make the next call of a method do: fail with a code of the registry or `crash`, or `hang`. */
export interface Faults {
  failNext(method: string, code: string): void;
  /** Whether that next call has not come yet. */
  isArmed(method: string): boolean;
}

function failureFor(code: string): Error {
  if (code === 'crash') return new TypeError("Cannot read properties of '李明' (reading 'name')");
  if (code.startsWith('LEDGER_')) {
    return new LedgerError('14 UNAVAILABLE: 10.0.0.7:7051', { stage: 'submit', code, transactionId: 'tx-9' });
  }
  if (!isErrorCode(code)) throw new Error(`${code} is not in the registry`);
  return new HanlianError(code, `Refused with ${code}`);
}

/** Wraps every method of every service so that a test can make its next call fail. */
export function withFaults(services: Services): Services & Faults {
  const armed = new Map<string, string>();
  const guarded = Object.entries(services).map(([area, methods]) => [
    area,
    Object.fromEntries(
      Object.entries(methods as Record<string, (...of: unknown[]) => unknown>).map(([name, method]) => [
        name,
        async (...parameters: unknown[]) => {
          const code = armed.get(`${area}.${name}`);
          armed.delete(`${area}.${name}`);
          if (code === 'hang') return await new Promise(() => undefined);
          if (code !== undefined) throw failureFor(code);
          return await method(...parameters);
        },
      ]),
    ),
  ]);
  return {
    ...(Object.fromEntries(guarded) as Services),
    // Looks into memory, so that nothing comes between it and what the caller asked for: it neither waits nor fails.
    callers: services.callers,
    failNext: (method, code) => armed.set(method, code),
    isArmed: (method) => armed.has(method),
  };
}
