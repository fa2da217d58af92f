import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { path } from './project.mjs';
import { run } from './process.mjs';
import { skipped, verdict } from './tally.mjs';

const second = 1_000;
const minute = 60 * second;

/**
 * How each suite runs: timeout of one test, limit of the whole suite, whether it counts for the coverage of
 * chaincode/, a command it cannot do without, and a script that makes what it needs. They run in this order.
 */
const settings = {
  unit: { timeout: 30 * second, limit: 5 * minute, covers: true },
  property: { timeout: 2 * minute, limit: 15 * minute, covers: true },
  conformance: { timeout: 2 * minute, limit: 15 * minute, covers: true },
  scenario: { timeout: 2 * minute, limit: 30 * minute, covers: true },
  http: { timeout: minute, limit: 15 * minute },
  interop: { timeout: 2 * minute, limit: 15 * minute },
  release: { timeout: 10 * minute, limit: 15 * minute },
  fault: { timeout: 20 * minute, limit: 40 * minute },
  fabric: {
    timeout: 20 * minute,
    limit: 60 * minute,
    needs: ['go', 'version'],
    first: 'scripts/build-fabric.mjs',
  },
};

const otherwise = { timeout: minute, limit: 15 * minute };

/** Every folder of test/src that holds a test is a suite, so none can be forgotten. */
export function findSuites(folder = path('test/src')) {
  const present = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && holdsTests(`${folder}/${entry.name}`))
    .map(({ name }) => name);
  const order = [...Object.keys(settings), ...present];
  return present
    .sort((a, b) => order.indexOf(a) - order.indexOf(b))
    .map((name) => ({ name, ...(settings[name] ?? otherwise) }));
}

const holdsTests = (folder) =>
  readdirSync(folder, { recursive: true }).some((file) => file.endsWith('.test.ts'));

/**
 * Runs one suite with mocha, streaming its progress.
 * @param {string} node
 * @param {{ name: string, timeout: number, limit: number, needs?: string[], first?: string }} suite
 * @param {NodeJS.ProcessEnv} env
 */
export async function runSuite(node, suite, env) {
  if (suite.needs && !(await works(suite.needs)))
    return skipped(`suite ${suite.name}`, `needs ${suite.needs[0]}`);
  if (suite.first && (await run(node, [path(suite.first)], { stream: true })).code !== 0)
    return verdict(`suite ${suite.name}: ${suite.first}`, false);
  const record = path('.cache', `results-${suite.name}.ndjson`);
  mkdirSync(path('.cache'), { recursive: true });
  rmSync(record, { force: true });
  const { code } = await run(node, mochaArguments(suite, record), {
    stream: true,
    env,
    timeout: suite.limit,
    killSignal: 'SIGKILL',
  });
  return readRecord(suite.name, existsSync(record) ? readFileSync(record, 'utf8') : '', code);
}

function mochaArguments({ name, timeout }, record) {
  return [
    '--enable-source-maps',
    path('node_modules/mocha/bin/mocha.js'),
    `test/dist/${name}/**/*.test.js`,
    '--forbid-only',
    ...['--timeout', String(timeout)],
    ...['--reporter', path('scripts/lib/reporter.cjs')],
    ...['--reporter-option', `output=${record},name=${name}`],
  ];
}

const works = async ([command, ...args]) => (await run(command, args)).code === 0;

/**
 * Counts a suite's results from the record its reporter kept. Only a record that reached its end, from a
 * process that left with the code those results call for, is believed.
 * @param {string} name
 * @param {string} record one JSON object a line
 * @param {number} code the exit code
 */
export function readRecord(name, record, code) {
  const entries = record.split('\n').flatMap(parseLine);
  const titles = (key) => entries.flatMap((entry) => (key in entry ? [`${name}: ${entry[key]}`] : []));
  const [passed, failures, skips] = ['passed', 'failed', 'skipped'].map(titles);
  if (!entries.some((entry) => entry.end))
    failures.push(`${name}: mocha stopped before its end (exit code ${code})`);
  else if (code !== 0 && failures.length === 0) failures.push(`${name}: mocha left with exit code ${code}`);
  return { passed: passed.length, failures, skips };
}

// The last line of a process that was killed may be torn.
function parseLine(line) {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}
