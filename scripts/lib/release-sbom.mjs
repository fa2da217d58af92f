import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { path } from './project.mjs';

/**
 * What the archive is made of, as CycloneDX 1.5: the packages that were packed, with the lockfile's digests, and Fabric's
 * programs where they are built. Not by `npm sbom`, which with `--omit dev` leaves out whatever a development tool needs as
 * well (zod among them), and without it refuses for a tool's peer. The same commit gives the same bytes.
 * @param {string[]} folders of the packages that are packed, from the root
 * @param {{ id: string, seconds: number }} commit
 */
export function billOfMaterials(folders, { id, seconds }) {
  const { packages } = readJson('package-lock.json');
  const components = folders.map((folder) => packageComponent(folder, packages[folder]?.integrity));
  const digest = hash('sha256', `hanlian ${id}`);
  const uuid = digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${uuid}`,
    version: 1,
    metadata: {
      timestamp: new Date(seconds * 1000).toISOString(),
      component: packageComponent('', undefined),
      properties: [{ name: 'hanlian:commit', value: id }],
    },
    components: unique([...components, ...fabricComponents()]),
  };
  return `${JSON.stringify(bill, undefined, 2)}\n`;
}

const readJson = (...parts) => JSON.parse(readFileSync(path(...parts), 'utf8'));

/** A package may lie in more than one place; it is one component. */
const unique = (components) => [
  ...new Map(components.map((component) => [component['bom-ref'], component])).values(),
];

/**
 * @param {string} folder
 * @param {string | undefined} integrity such as `sha512-…`; our own packages have none
 */
function packageComponent(folder, integrity) {
  const { name, version, license } = readJson(folder, 'package.json');
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const [algorithm, value] = integrity?.split('-', 2) ?? [];
  return {
    'bom-ref': purl,
    type: 'library',
    name,
    version,
    purl,
    ...(typeof license === 'string' && { licenses: [{ expression: license }] }),
    ...(algorithm === 'sha512' && {
      hashes: [{ alg: 'SHA-512', content: Buffer.from(value, 'base64').toString('hex') }],
    }),
  };
}

/** Fabric's programs, by the Go modules they were built from. */
function fabricComponents() {
  return Object.entries(readJson('tools/versions.json'))
    .filter(([name, { version }]) => existsSync(path('tools/bin', `${name}-${version}`)))
    .map(([name, { module, version }]) => {
      const purl = `pkg:golang/${module}@v${version}`;
      return { 'bom-ref': purl, type: 'application', name, version, purl };
    });
}
