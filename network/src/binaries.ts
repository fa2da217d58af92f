import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { NetworkError } from './errors.js';
import { run } from './processes/command.js';

const TOOLS = fileURLToPath(new URL('../../tools/', import.meta.url));
const FABRIC_PROGRAMS = [
  'peer',
  'orderer',
  'osnadmin',
  'configtxgen',
  'configtxlator',
  'cryptogen',
  'discover',
] as const;
const SUPPORTED_FABRIC = /^v?(3\.1|2\.5)\.\d+/;
const SUPPORTED_CA = /^v?1\.5\.\d+/;

export type FabricProgram = (typeof FABRIC_PROGRAMS)[number];

/** Fabric's programs, found and of a version this network is written for. */
export interface Binaries {
  readonly fabricVersion: string;
  readonly caVersion: string;
  /** Folder of core.yaml and orderer.yaml that belong to exactly this version. */
  readonly sampleConfiguration: string;
  fabric(program: FabricProgram): string;
  readonly caServer: string;
}

interface Folders {
  readonly fabric: string;
  readonly ca: string;
  readonly configuration: string;
}

/**
 * Finds the programs in `HANLIAN_FABRIC_BIN` (the folder of a release, or its `bin`) or where
 * `scripts/build-fabric.mjs` puts them, and checks their versions.
 *
 * @throws NetworkError `BINARIES_MISSING`, `BINARIES_WRONG_VERSION`.
 */
export async function findBinaries(releaseFolder = process.env['HANLIAN_FABRIC_BIN']): Promise<Binaries> {
  const folders = releaseFolder === undefined ? builtFolders() : releaseFolders(releaseFolder);
  const fabric = (program: FabricProgram): string => join(folders.fabric, program);
  const caServer = join(folders.ca, 'fabric-ca-server');
  const needed = [...FABRIC_PROGRAMS.map(fabric), caServer, join(folders.configuration, 'core.yaml')];
  const missing = needed.find((file) => !existsSync(file));
  if (missing !== undefined)
    throw new NetworkError('BINARIES_MISSING', { process: 'network', binary: missing });
  const [fabricVersion, caVersion] = await Promise.all([
    checkVersion(fabric('peer'), SUPPORTED_FABRIC, '3.1.x, 2.5.x'),
    checkVersion(caServer, SUPPORTED_CA, '1.5.x'),
  ]);
  return { fabricVersion, caVersion, sampleConfiguration: folders.configuration, fabric, caServer };
}

function builtFolders(): Folders {
  const versions = JSON.parse(readFileSync(join(TOOLS, 'versions.json'), 'utf8')) as Record<
    'fabric' | 'fabric-ca',
    { version: string }
  >;
  const folder = (name: keyof typeof versions): string =>
    join(TOOLS, 'bin', `${name}-${versions[name].version}`);
  return {
    fabric: folder('fabric'),
    ca: folder('fabric-ca'),
    configuration: join(folder('fabric'), 'config'),
  };
}

function releaseFolders(folder: string): Folders {
  const root = existsSync(join(folder, 'bin')) ? folder : join(folder, '..');
  const bin = existsSync(join(folder, 'bin')) ? join(folder, 'bin') : folder;
  return { fabric: bin, ca: bin, configuration: join(root, 'config') };
}

async function checkVersion(program: string, supported: RegExp, names: string): Promise<string> {
  const output = await run(program, ['version'], { environment: {}, process: program });
  const version = /Version: (\S+)/.exec(output)?.[1] ?? 'unknown';
  if (!supported.test(version)) {
    throw new NetworkError('BINARIES_WRONG_VERSION', { process: program, version, supported: names });
  }
  return version;
}
