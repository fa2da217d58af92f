import type { JsonObject } from '@hanlian/chaincode/domain';
import { CALLERS } from '@hanlian/gateway/seed/callers';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import type { Answer, RunningCity } from './city.js';

/** A sample caller by its id, at its hub's address of now. */
export function callerOf({ callers }: Pick<RunningCity, 'callers'>, id: string): SampleCallerKey {
  const { name } = CALLERS.find((one) => one.id === id)!;
  return callers.find((one) => one.name === name)!;
}

/** What an answer says, which must be one of success. */
export function made({ status, body }: Answer): JsonObject {
  if (status >= 200 && status < 300) return body;
  throw new Error(`${status} ${JSON.stringify(body)}`);
}

/** By which code something was refused. */
export const codeOf = ({ body }: Answer): unknown => body.code;
