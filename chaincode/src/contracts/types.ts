import type { CertificateType } from '../domain/index.js';
import { HanlianError, inForce, keys } from '../domain/index.js';
import type { State } from '../state/state.js';

/** @throws {HanlianError} TYPE_UNKNOWN */
export async function typeOf(state: State, code: string, revision?: number): Promise<CertificateType> {
  const key = revision === undefined ? keys.type(code) : keys.typeRevision(code, revision);
  const type = await state.get<CertificateType>(key);
  if (type === undefined) {
    throw new HanlianError('TYPE_UNKNOWN', `No type ${code} is registered`, { received: code });
  }
  return type;
}

/** @throws {HanlianError} TYPE_UNKNOWN, TYPE_EXPIRED */
export async function typeInForce(state: State, code: string, at: number): Promise<CertificateType> {
  const type = await typeOf(state, code);
  if (!inForce(type, at)) {
    throw new HanlianError('TYPE_EXPIRED', `${code} is not in force at ${at}`, { received: code });
  }
  return type;
}
