import { createPrivateKey, type KeyObject } from 'node:crypto';
import { HanlianError } from '@hanlian/chaincode/domain';
import { signerOf, type Signer } from '../keys/signer.js';
import { readBounded } from './files.js';

const MAX_KEY_BYTES = 64 * 1024;

/** @throws {HanlianError} PEM_INVALID, and as reading a file does */
export const signerIn = async (path: string): Promise<Signer> =>
  signerOf(privateKeyIn((await readBounded(path, MAX_KEY_BYTES)).toString('latin1')));

const privateKeyIn = (pem: string): KeyObject => {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new HanlianError('PEM_INVALID', 'Expected a private key in PEM, not encrypted', {}, { cause });
  }
};
