import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './project.mjs';

/** The packages of this repository, as others import them. */
const packages = {
  '@hanlian/chaincode': 'chaincode/src/index.ts',
  '@hanlian/chaincode/domain': 'chaincode/src/domain/index.ts',
  '@hanlian/chaincode/hash': 'chaincode/src/hash/node.ts',
  '@hanlian/certificates': 'certificates/src/index.ts',
  '@hanlian/ca-client': 'ca-client/src/index.ts',
  '@hanlian/gateway': 'gateway/src/index.ts',
  '@hanlian/network': 'network/src/index.ts',
  '@hanlian/conformance-chaincode': 'test/conformance/chaincode/src/index.ts',
};

/**
 * What each part of the repository may import beside itself. `modules` lists what it may take from outside;
 * without it, anything its package.json declares.
 */
const layers = [
  { part: 'chaincode/src/domain/', parts: [], modules: ['zod'] },
  { part: 'chaincode/src/hash/', parts: ['chaincode/src/domain/'], modules: ['node:crypto'] },
  { part: 'chaincode/src/state/', parts: ['chaincode/src/domain/'] },
  { part: 'chaincode/src/', parts: ['chaincode/src/domain/', 'chaincode/src/hash/', 'chaincode/src/state/'] },
  { part: 'certificates/src/', parts: ['chaincode/src/domain/', 'chaincode/src/hash/'] },
  { part: 'ca-client/src/', parts: [] },
  { part: 'gateway/src/', parts: ['chaincode/src/', 'certificates/src/', 'ca-client/src/'] },
  { part: 'network/src/', parts: ['ca-client/src/'] },
];

/** @returns {Promise<string[]>} each import that breaks the direction of the layers, and each cycle */
export async function checkImports() {
  const graph = await readImports();
  return [...wrongDirections(graph), ...cycles(graph).map((cycle) => `import cycle: ${cycle.join(' -> ')}`)];
}

/**
 * Reads the imports of every TypeScript source, type imports included: a cycle of types is a cycle of design.
 * @returns {Promise<Map<string, string[]>>} file → what it imports: files from the root, or names of outside modules
 */
async function readImports() {
  const { default: ts } = await import('typescript');
  const files = ['chaincode', 'certificates', 'ca-client', 'gateway', 'network', 'test', 'bench'].flatMap(
    sourcesOf,
  );
  return new Map(files.map((file) => [file, importsOf(ts, file)]));
}

const sourcesOf = (workspace) =>
  readdirSync(join(root, workspace, 'src'), { recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(workspace, 'src', file));

function importsOf(ts, file) {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true);
  return importedFiles.map(({ fileName }) => resolveImport(file, fileName));
}

/** @returns {string} the imported file's path from the root, or the outside module's name */
export function resolveImport(importer, specifier) {
  if (specifier.startsWith('.')) return join(dirname(importer), specifier).replace(/\.js$/, '.ts');
  if (specifier in packages) return packages[specifier];
  const [, workspace, file] = /^@hanlian\/(gateway|network)\/(.+)$/.exec(specifier) ?? [];
  return workspace ? `${workspace}/src/${file}.ts` : specifier;
}

/** @param {Map<string, string[]>} graph */
export function wrongDirections(graph) {
  return [...graph].flatMap(([file, imports]) => {
    const layer = layers.find(({ part }) => file.startsWith(part));
    if (layer === undefined) return [];
    return imports
      .filter((imported) => !mayImport(layer, imported))
      .map((imported) => `${file} must not import ${imported}`);
  });
}

function mayImport({ part, parts, modules }, imported) {
  if (imported.endsWith('.ts')) return [part, ...parts].some((allowed) => imported.startsWith(allowed));
  return modules === undefined || modules.includes(imported);
}

/**
 * Finds import cycles, each reported once.
 * @param {Map<string, string[]>} graph
 * @returns {string[][]} each as the files along it, the first repeated at the end
 */
export function cycles(graph) {
  const found = [];
  const finished = new Set();
  const trail = [];
  const visit = (file) => {
    const start = trail.indexOf(file);
    if (start >= 0) found.push([...trail.slice(start), file]);
    if (start >= 0 || finished.has(file)) return;
    trail.push(file);
    for (const imported of graph.get(file) ?? []) visit(imported);
    trail.pop();
    finished.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return found;
}
