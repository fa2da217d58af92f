import { writeFile } from 'node:fs/promises';
import { HanlianError, type Instant } from '@hanlian/chaincode/domain';
import { createSealer, type Sealer } from '../seal/sealer.js';
import { readBounded } from './files.js';
import { signerIn } from './key-file.js';

const MAX_CHAIN_BYTES = 64 * 1024;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** Writes a report, and its seal beside it. */
export async function writeReport(
  path: string,
  bytes: Uint8Array,
  sealer: Sealer | undefined,
  now: Instant,
): Promise<void> {
  await writeFile(path, bytes);
  if (sealer !== undefined) await writeFile(`${path}.p7s`, await sealer.seal(bytes, new Date(now * 1000)));
}

interface Sealing {
  readonly out?: string | undefined;
  readonly 'seal-key'?: string | undefined;
  readonly 'seal-chain'?: string | undefined;
}

/**
 * Asked for before the audit: a report that cannot be sealed should not take an hour first.
 *
 * @throws {HanlianError} ARGUMENTS_INVALID, and what makes a key unusable
 */
export async function sealerOf({
  out,
  'seal-key': key,
  'seal-chain': chain,
}: Sealing): Promise<Sealer | undefined> {
  if (key === undefined && chain === undefined) return undefined;
  if (key === undefined || chain === undefined || out === undefined) {
    throw wrong('--seal-key and --seal-chain need each other, and --out: what is sealed');
  }
  const found = (await readBounded(chain, MAX_CHAIN_BYTES)).toString('latin1').match(CERTIFICATE) ?? [];
  const [own, ...above] = found;
  if (own === undefined) throw wrong('The file named with --seal-chain holds no certificate');
  return createSealer(await signerIn(key), [own, ...above]);
}

const wrong = (message: string): HanlianError => new HanlianError('ARGUMENTS_INVALID', message);
