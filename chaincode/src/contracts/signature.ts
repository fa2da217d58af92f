import { HanlianError } from '../domain/index.js';
import { publicKeyOf } from '../hash/node.js';

/**
 * A key's text, whose form the schema has checked, must name a point of the curve.
 *
 * @throws {HanlianError} FIELD_INVALID
 */
export function requirePublicKey(publicKey: string, field: string): void {
  try {
    publicKeyOf(publicKey);
  } catch (cause) {
    const details = { field, expected: 'a point of P-256' };
    throw new HanlianError('FIELD_INVALID', 'This is no public key on P-256', details, { cause });
  }
}
