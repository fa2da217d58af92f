import { base64urlDecode, hexEncode } from '@hanlian/chaincode/domain';

/** The ledger's own transaction id (hexadecimal) of one that a record keeps in base64url. */
export const transactionIdOf = (tx: string): string => hexEncode(base64urlDecode(tx));
