import { createRequire } from 'node:module';
import { HanlianError } from '@hanlian/chaincode/domain';

/** A session, slot or object, as the library numbers it. */
export type Handle = Buffer;

export interface Attribute {
  readonly type: number;
  readonly value?: number | boolean | string | Buffer;
}

/** What is used here of PKCS #11 2.40, as pkcs11js gives it. */
export interface Cryptoki {
  load(library: string): void;
  C_Initialize(options: { flags: number }): void;
  C_GetSlotList(tokenPresent: boolean): Handle[];
  C_GetTokenInfo(slot: Handle): { label: string; serialNumber: string };
  C_OpenSession(slot: Handle, flags: number): Handle;
  C_CloseSession(session: Handle): void;
  C_CloseAllSessions(slot: Handle): void;
  C_Login(session: Handle, user: number, pin: string): void;
  C_FindObjectsInit(session: Handle, template: readonly Attribute[]): void;
  C_FindObjects(session: Handle, most: number): Handle[];
  C_FindObjectsFinal(session: Handle): void;
  C_GetAttributeValue(
    session: Handle,
    object: Handle,
    wanted: readonly Attribute[],
  ): { readonly value: Buffer }[];
  C_GenerateKeyPairAsync(
    session: Handle,
    mechanism: { mechanism: number },
    publicKey: readonly Attribute[],
    privateKey: readonly Attribute[],
  ): Promise<unknown>;
  C_SignInit(session: Handle, mechanism: { mechanism: number }, key: Handle): void;
  C_SignAsync(session: Handle, data: Buffer, output: Buffer): Promise<Buffer>;
}

interface Pkcs11js {
  readonly PKCS11: new () => Cryptoki;
}

/** PKCS #11 2.40, annex A of its base specification. */
export const CK = {
  osLockingOk: 0x02,
  readWriteSerialSession: 0x02 | 0x04,
  user: 1,
  class: 0x00,
  token: 0x01,
  private: 0x02,
  label: 0x03,
  keyType: 0x100,
  id: 0x102,
  sensitive: 0x103,
  sign: 0x108,
  verify: 0x10a,
  extractable: 0x162,
  ecParams: 0x180,
  ecPoint: 0x181,
  publicKeyObject: 2,
  privateKeyObject: 3,
  ecKey: 3,
  ecKeyPairGen: 0x1040,
  ecdsa: 0x1041,
} as const;

/** Return values (CKR) that decide something here. */
const ALREADY_INITIALIZED = 0x191;
export const ALREADY_LOGGED_IN = 0x100;

/** The return value an error of the library stands for. */
export const returnValueOf = (error: unknown): number | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined;

/** Does what the library may already have done for another part of this process. */
export const unlessDone = (done: number, action: () => void): void => {
  try {
    action();
  } catch (error) {
    if (returnValueOf(error) !== done) throw error;
  }
};

/**
 * Loads a module maker's library. Native code enters the process here and nowhere earlier: who keeps keys in files never
 * loads it. Throws PKCS11_MODULE_MISSING.
 */
export const loadCryptoki = (library: string): Cryptoki => {
  try {
    const { PKCS11 } = createRequire(import.meta.url)('pkcs11js') as Pkcs11js;
    const cryptoki = new PKCS11();
    cryptoki.load(library);
    unlessDone(ALREADY_INITIALIZED, () => cryptoki.C_Initialize({ flags: CK.osLockingOk }));
    return cryptoki;
  } catch (cause) {
    throw new HanlianError(
      'PKCS11_MODULE_MISSING',
      `The PKCS #11 library ${library} cannot be loaded`,
      { field: 'module-path', received: library },
      { cause },
    );
  }
};
