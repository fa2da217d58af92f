import { HanlianError } from '@hanlian/chaincode/domain';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export const isKeyName = (name: string): boolean => NAME.test(name);

/** Throws KEY_NAME_INVALID. */
export const requireKeyName = (name: string): void => {
  if (isKeyName(name)) return;
  throw new HanlianError(
    'KEY_NAME_INVALID',
    `${JSON.stringify(name)} cannot name a key: use 1 to 64 letters, digits, ".", "_" or "-", a letter or digit first`,
  );
};
