import type { EntryFacts } from '../../domain/index.js';
import { HanlianError, requireSerial } from '../../domain/index.js';
import type { State } from '../../state/state.js';
import { typeOf } from '../types.js';

/**
 * A certificate of a person's is no enterprise's, and would tell whose it is.
 *
 * @param field where the facts stand in the request
 * @throws {HanlianError} TYPE_UNKNOWN, FIELD_INVALID, SERIAL_IS_CITIZEN_NUMBER
 */
export async function requireMeasure(state: State, { measure }: EntryFacts, field: string): Promise<void> {
  if (measure === undefined) return;
  const { license } = measure;
  const type = await typeOf(state, license.type);
  const path = `${field}.measure.license`;
  if (type.holderKinds.includes('person')) {
    throw new HanlianError('FIELD_INVALID', 'A measure names a certificate of an enterprise', {
      field: `${path}.type`,
      expected: 'a type whose holders are organisations',
    });
  }
  requireSerial(type, license.serial, path);
}
