import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { path } from './project.mjs';
import { run } from './process.mjs';

/** The rules whose tests must notice any change: policy, life cycle, codes and dates. */
const rules = /^chaincode\/src\/domain\/(policy\.ts|lifecycle\.ts|codes\/.+\.ts|time\/.+\.ts)$/;

/** The share of mutants, in percent, that the tests must notice. */
const leastScore = 85;

const compiled = 'chaincode/esm/dist';
const sandbox = path('.cache', 'mutation');
const workspaces = {
  chaincode: 'chaincode',
  certificates: 'certificates',
  gateway: 'gateway',
  network: 'network',
};

/** @returns {string[]} the rules that can be mutated, as paths of their sources */
export const mutableRules = (files = sourcesOfDomain()) => files.filter((file) => rules.test(file));

const sourcesOfDomain = () =>
  readdirSync(path('chaincode/src/domain'), { recursive: true }).map(
    (file) => `chaincode/src/domain/${file}`,
  );

/**
 * Changes the rules one mutant at a time and runs the tests that reach it. Mutants are made in a copy of the
 * compiled files: nothing is compiled for a mutant, and a run that dies leaves no mutant in the working tree.
 * @param {string} node
 * @param {string[]} files sources to mutate
 * @param {{ stream?: boolean, timeout?: number }} [options] timeout of the whole run, milliseconds
 */
export function mutate(node, files, options) {
  makeSandbox();
  const configuration = join(sandbox, 'stryker.json');
  writeFileSync(configuration, JSON.stringify(configure(files.map(compiledFile)), null, 2));
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

const configure = (files) => ({
  testRunner: 'mocha',
  plugins: [path('node_modules/@stryker-mutator/mocha-runner/dist/src/index.js')],
  mochaOptions: { spec: testsOfDomain() },
  coverageAnalysis: 'perTest',
  mutate: files,
  inPlace: true,
  concurrency: 2,
  checkers: [],
  reporters: ['clear-text', 'html'],
  htmlReporter: { fileName: path('coverage/mutation.html') },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: leastScore, break: leastScore },
  tempDirName: join(sandbox, 'stryker'),
  disableTypeChecks: false,
});

// Fast tests only: each mutant runs those that reach it.
const testsOfDomain = () =>
  readdirSync(path('test/dist'), { recursive: true })
    .filter((file) => /^(unit|property)\/.+\.test\.js$/.test(file))
    .map((file) => `test/dist/${file}`)
    .filter((file) => readFileSync(path(file), 'utf8').includes('@hanlian/chaincode/domain'));
