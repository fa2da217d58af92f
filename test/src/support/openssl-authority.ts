import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './openssl.js';

/** A certificate that openssl makes, as it would be told to on a command line. */
export interface Made {
  /** Its common name, and the name of its files. */
  readonly name: string;
  /** Who issues it; itself when absent. */
  readonly by?: string;
  /** Lines of openssl's extension section. */
  readonly extensions?: readonly string[];
  /** What `genpkey` takes; P-256 when absent. */
  readonly key?: readonly string[];
  /** More options, such as `-sha1`. */
  readonly options?: readonly string[];
}

export const ecKey = (curve: string): string[] => [
  '-algorithm',
  'EC',
  '-pkeyopt',
  `ec_paramgen_curve:${curve}`,
];
export const rsaKey = (bits: number): string[] => [
  '-algorithm',
  'RSA',
  '-pkeyopt',
  `rsa_keygen_bits:${bits}`,
];

const P256 = ecKey('P-256');
export const AUTHORITY = [
  'basicConstraints = critical, CA:TRUE',
  'keyUsage = critical, keyCertSign, cRLSign',
  'subjectKeyIdentifier = hash',
] as const;
export const SEAL = ['basicConstraints = critical, CA:FALSE', 'keyUsage = critical, nonRepudiation'] as const;

/** Makes certificates in a folder, one file `<name>.pem` and `<name>.key` each, and gives the DER. */
export const makeCertificate = async (folder: string, made: Made): Promise<Buffer> => {
  const { name, by, extensions = SEAL, key = P256, options = [] } = made;
  const config = ['[req]', 'distinguished_name = dn', '[dn]', '[ext]', ...extensions, ''];
  await writeFile(join(folder, 'made.cnf'), config.join('\n'));
  await must(folder, ['genpkey', ...key, '-out', `${name}.key`]);
  await must(folder, [
    ...['req', '-x509', '-config', 'made.cnf', '-extensions', 'ext', '-subj', `/O=City/CN=${name}`],
    ...['-new', '-key', `${name}.key`, '-out', `${name}.pem`, '-days', '30'],
    ...(by === undefined ? [] : ['-CA', `${by}.pem`, '-CAkey', `${by}.key`]),
    ...options,
  ]);
  return new X509Certificate(await readFile(join(folder, `${name}.pem`))).raw;
};

/** Runs openssl where a failure is the test's own. */
export const must = async (folder: string, args: readonly string[]): Promise<string> => {
  const { ok, output } = await run(folder, args);
  if (!ok) throw new Error(output);
  return output;
};
