import { HanlianError } from '@hanlian/chaincode/domain';
import { returnValueOf } from './module.js';

/** Return values after which another session may succeed: the session, the login or the token went away. */
const LOST: ReadonlySet<number> = new Set([
  0x30, // CKR_DEVICE_ERROR
  0x32, // CKR_DEVICE_REMOVED
  0x60, // CKR_KEY_HANDLE_INVALID
  0x82, // CKR_OBJECT_HANDLE_INVALID
  0xb0, // CKR_SESSION_CLOSED
  0xb3, // CKR_SESSION_HANDLE_INVALID
  0xe0, // CKR_TOKEN_NOT_PRESENT
  0x101, // CKR_USER_NOT_LOGGED_IN
]);

/** Never tried twice: each attempt brings the token nearer to locking its user out. */
const PIN_REFUSED: ReadonlySet<number> = new Set([
  0xa0, // CKR_PIN_INCORRECT
  0xa1, // CKR_PIN_INVALID
  0xa2, // CKR_PIN_LEN_RANGE
  0xa3, // CKR_PIN_EXPIRED
  0xa4, // CKR_PIN_LOCKED
  0x102, // CKR_USER_PIN_NOT_INITIALIZED
]);

export const isLost = (error: unknown): boolean => LOST.has(returnValueOf(error) ?? -1);

/** What the caller of a key store is told. */
export const codedFault = (token: string, error: unknown): unknown => {
  const value = returnValueOf(error);
  if (value === undefined) return error;
  return PIN_REFUSED.has(value)
    ? new HanlianError('PKCS11_PIN_REFUSED', `Token ${token} refuses the PIN`, {}, { cause: error })
    : new HanlianError('PKCS11_UNAVAILABLE', `Token ${token} does not do its work`, {}, { cause: error });
};
