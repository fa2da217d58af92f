import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';

import { NetworkError } from '../errors.js';
import type { ChaincodeSpec } from '../topology/schema.js';
import { archive } from './tar.js';

/** A chaincode package as peers install it. `id` is `label:sha256`. */
export interface ChaincodePackage {
  readonly label: string;
  readonly id: string;
  readonly bytes: Buffer;
  /** The chaincode's own version, from its package.json. */
  readonly version: string;
}

/** Filled in by each peer's builder: see network/builder. */
const CONNECTION = {
  address: '{{.address}}',
  dial_timeout: '10s',
  tls_required: true,
  client_auth_required: true,
  root_cert: '{{.root_cert}}',
  client_cert: '{{.client_cert}}',
  client_key: '{{.client_key}}',
};

const LABEL_DIGITS = 12;
const NOT_CODE = /(^|\/)(node_modules|src|coverage|\..*)(\/|$)|\.(map|tsbuildinfo)$|\.d\.ts$/;

/**
 * Packages a chaincode that runs as a service. The package holds no code, so it names the code's digest: what an
 * organisation approves is this code and no other, and other code has another package id.
 *
 * @throws NetworkError `CHAINCODE_NOT_BUILT`.
 */
export function packageChaincode(spec: ChaincodeSpec): ChaincodePackage {
  const { main, version } = manifest(spec);
  requireMain(spec, main);
  const digest = codeDigest(spec.folder);
  const label = `${spec.label ?? spec.name}_${digest.slice(0, LABEL_DIGITS)}`;
  const code = archive([
    { name: 'code.json', content: JSON.stringify({ name: spec.name, version, sha256: digest }) },
    { name: 'connection.json', content: JSON.stringify(CONNECTION) },
  ]);
  const bytes = archive([
    { name: 'metadata.json', content: JSON.stringify({ type: 'ccaas', label }) },
    { name: 'code.tar.gz', content: code },
  ]);
  return { label, id: `${label}:${createHash('sha256').update(bytes).digest('hex')}`, bytes, version };
}

function manifest({ name, folder }: ChaincodeSpec): { main: string; version: string } {
  try {
    const { main = 'index.js', version = '0.0.0' } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    ) as { main?: string; version?: string };
    return { main, version };
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new NetworkError('CHAINCODE_NOT_BUILT', { process: name, folder, reason }, { cause });
  }
}

function requireMain({ name, folder }: ChaincodeSpec, main: string): void {
  try {
    createRequire(join(folder, 'package.json')).resolve(join(folder, main));
  } catch (cause) {
    throw new NetworkError(
      'CHAINCODE_NOT_BUILT',
      { process: name, folder, reason: `${main} is missing` },
      { cause },
    );
  }
}

/** SHA-256 over name and content of every file that decides what the chaincode does, in order of name. */
function codeDigest(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !NOT_CODE.test(file))
    .sort();
  for (const file of files) {
    const content = readFileSync(join(folder, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** The chaincode's definition as one short version string: anything that needs a new sequence changes it. */
export function definitionVersion({ policy, collections }: ChaincodeSpec, codeVersion: string): string {
  const digest = createHash('sha256').update(JSON.stringify({ policy, collections })).digest('hex');
  return `${codeVersion}+${digest.slice(0, 8)}`;
}
