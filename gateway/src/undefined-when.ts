import { HanlianError, type ErrorCode } from '@hanlian/chaincode/domain';

/** For `catch`: undefined where an error has one of the codes; any other goes on. */
export const undefinedWhen =
  (...codes: readonly ErrorCode[]) =>
  (error: unknown): undefined => {
    if (!(error instanceof HanlianError) || !codes.includes(error.code)) throw error;
    return undefined;
  };
