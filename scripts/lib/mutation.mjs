import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { path } from './project.mjs';
import { run } from './process.mjs';

/** The rules whose tests must notice any change, and the tests that judge each: those named after it. */
const rules = [
  {
    name: 'policy',
    sources: /^chaincode\/src\/domain\/(authority|periods|policy)\.ts$/,
    tests: /policy|periods/,
  },
  { name: 'life cycle', sources: /^chaincode\/src\/domain\/lifecycle\.ts$/, tests: /lifecycle/ },
  { name: 'codes', sources: /^chaincode\/src\/domain\/codes\/.+\.ts$/, tests: /codes/ },
  { name: 'dates', sources: /^chaincode\/src\/domain\/time\/.+\.ts$/, tests: /time/ },
  {
    name: 'credit',
    sources: /^chaincode\/src\/domain\/credit\/(evaluation|history|publication|rules)\.ts$/,
    tests: /domain\/credit/,
  },
];

/** The share of mutants, in percent, that the tests must notice. */
const leastScore = 85;

const compiled = 'chaincode/esm/dist';
const sandbox = path('.cache', 'mutation');
const workspaces = {
  chaincode: 'chaincode',
  certificates: 'certificates',
  'ca-client': 'ca-client',
  gateway: 'gateway',
  network: 'network',
};

/**
 * @param {string[]} [files] sources that may be mutated
 * @returns {{ name: string, files: string[], tests: RegExp }[]} the rules among them
 */
export const mutableRules = (files = sourcesOfDomain()) =>
  rules
    .map(({ name, sources, tests }) => ({ name, files: files.filter((file) => sources.test(file)), tests }))
    .filter((rule) => rule.files.length > 0);

const sourcesOfDomain = () =>
  readdirSync(path('chaincode/src/domain'), { recursive: true }).map(
    (file) => `chaincode/src/domain/${file}`,
  );

/**
 * Changes a rule one mutant at a time and runs the tests that judge it. Mutants are made in a copy of the
 * compiled files: nothing is compiled for a mutant, and a run that dies leaves no mutant in the working tree.
 * @param {string} node
 * @param {ReturnType<typeof mutableRules>[number]} rule
 * @param {{ stream?: boolean, timeout?: number }} [options] timeout of the whole run, milliseconds
 */
export function mutate(node, rule, options) {
  makeSandbox();
  const configuration = join(sandbox, 'stryker.json');
  writeFileSync(configuration, JSON.stringify(configure(rule), null, 2));
  return run(node, [path('node_modules/@stryker-mutator/core/bin/stryker.js'), 'run', configuration], {
    cwd: sandbox,
    ...options,
  });
}

const compiledFile = (source) => source.replace('chaincode/src', compiled).replace(/\.ts$/, '.js');

function makeSandbox() {
  rmSync(sandbox, { recursive: true, force: true });
  const outputs = [...Object.values(workspaces), 'test'].map((folder) => `${folder}/dist`);
  for (const folder of [...outputs, 'chaincode/esm']) copy(folder);
  for (const folder of ['', ...Object.values(workspaces), 'test']) copy(join(folder, 'package.json'));
  for (const data of ['vectors', 'golden'].filter((name) => existsSync(path('test', name)))) {
    symlinkSync(path('test', data), join(sandbox, 'test', data), 'junction');
  }
  // What is not found here is found above, in the repository; only its own packages must be the copies.
  mkdirSync(join(sandbox, 'node_modules/@hanlian'), { recursive: true });
  // Stryker's runner reaches into mocha by file names that mocha 12 changed: the copy answers to the old ones too.
  copy('node_modules/mocha');
  for (const name of ['run-helpers', 'collect-files', 'options']) {
    symlinkSync(`${name}.cjs`, join(sandbox, `node_modules/mocha/lib/cli/${name}.js`));
  }
  for (const [name, folder] of Object.entries(workspaces)) {
    symlinkSync(join(sandbox, folder), join(sandbox, 'node_modules/@hanlian', name), 'junction');
  }
}

function copy(file) {
  mkdirSync(dirname(join(sandbox, file)), { recursive: true });
  cpSync(path(file), join(sandbox, file), { recursive: true, force: true });
}

const configure = ({ name, files, tests }) => ({
  testRunner: 'mocha',
  plugins: [path('node_modules/@stryker-mutator/mocha-runner/dist/src/index.js')],
  mochaOptions: { spec: judges(tests) },
  coverageAnalysis: 'perTest',
  mutate: files.map(compiledFile),
  inPlace: true,
  concurrency: 2,
  checkers: [],
  warnings: { slow: false },
  reporters: ['progress-append-only', 'clear-text', 'html'],
  htmlReporter: { fileName: path(`coverage/mutation-${name.replace(' ', '-')}.html`) },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: leastScore, break: leastScore },
  tempDirName: join(sandbox, 'stryker'),
});

// A table built when its module loads is mutated in a new process for each mutant, which runs them all: so only the
// tests named after a rule judge it, and they must do it alone.
const judges = (tests) =>
  readdirSync(path('test/dist'), { recursive: true })
    .filter((file) => /^(unit|property)\/.+\.test\.js$/.test(file) && tests.test(file))
    .map((file) => `test/dist/${file}`);
