import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { path } from './project.mjs';
import { run } from './process.mjs';

/** Where the suites that count for coverage leave what V8 measured (NODE_V8_COVERAGE). */
export const coverageFolder = path('.cache', 'coverage');

/** What is measured: both builds of chaincode/, which source maps lead back to the same sources. */
const builds = [
  { folder: path('chaincode/dist/cjs'), sourceType: 'commonjs' },
  { folder: path('chaincode/esm/dist'), sourceType: 'module' },
];

const kinds = ['statements', 'branches', 'functions', 'lines'];

export const clearCoverage = () => rmSync(coverageFolder, { recursive: true, force: true });

/**
 * Checks that the tests ran every statement, branch and function of chaincode/.
 * V8 counts by block: alone it sees neither an inline function that never ran nor the missing else of an if that
 * was always true. Laid over the syntax tree, both show.
 * @param {string} node
 * @returns {Promise<string | undefined>} a table of what was not run; the pages in coverage/ show where
 */
export async function checkCoverage(node) {
  await loadEveryModule(node);
  const coverage = await readCoverage();
  if (kinds.every((kind) => coverage.getCoverageSummary()[kind].pct === 100)) return undefined;
  return showCoverage(coverage);
}

// A module that no test loads is unknown to V8, and would be left out of the report instead of counting as not run.
// Reading its exports calls the getters that `export ... from` becomes in CommonJS: those are no code of ours.
async function loadEveryModule(node) {
  const { folder } = builds[0];
  const modules = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.js'));
  const requireAll = modules
    .map((file) => `Object.values(require(${JSON.stringify(join(folder, file))}));`)
    .join('');
  const env = { ...process.env, NODE_V8_COVERAGE: coverageFolder };
  const { code, output } = await run(node, ['-e', requireAll], { env });
  if (code !== 0) throw new Error(`The modules of chaincode/ do not load:\n${output}`);
}

async function readCoverage() {
  const [{ mergeProcessCovs }, { convert }, { parse }, { default: istanbul }] = await Promise.all([
    import('@bcoe/v8-coverage'),
    import('ast-v8-to-istanbul'),
    import('acorn'),
    import('istanbul-lib-coverage'),
  ]);
  const map = istanbul.createCoverageMap();
  for (const script of mergeProcessCovs(readdirSync(coverageFolder).map(readMeasurement)).result) {
    const file = fileURLToPath(script.url);
    const code = readFileSync(file, 'utf8');
    const ast = parse(code, {
      ecmaVersion: 'latest',
      sourceType: buildOf(script.url).sourceType,
      locations: true,
    });
    const sourceMap = JSON.parse(readFileSync(`${file}.map`, 'utf8'));
    map.merge(await convert({ ast, code, coverage: script, sourceMap, wrapperLength: 0 }));
  }
  return map;
}

function readMeasurement(name) {
  const { result } = JSON.parse(readFileSync(join(coverageFolder, name), 'utf8'));
  return { result: result.filter(({ url }) => buildOf(url) && existsSync(`${fileURLToPath(url)}.map`)) };
}

const buildOf = (url) => builds.find(({ folder }) => url.startsWith(pathToFileURL(folder).href));

async function showCoverage(coverageMap) {
  const [{ default: report }, { default: reports }] = await Promise.all([
    import('istanbul-lib-report'),
    import('istanbul-reports'),
  ]);
  const context = report.createContext({ dir: path('coverage'), coverageMap });
  reports.create('html').execute(context);
  const rows = coverageMap.files().map((file) => row(file, coverageMap.fileCoverageFor(file).toSummary()));
  return [...rows.filter(Boolean), 'Open coverage/index.html to see where.'].join('\n');
}

function row(file, summary) {
  const short = kinds.filter((kind) => summary[kind].pct < 100);
  if (short.length === 0) return undefined;
  const counts = short.map(
    (kind) => `${summary[kind].total - summary[kind].covered} of ${summary[kind].total} ${kind}`,
  );
  return `  ${file.slice(path('').length)}: not run ${counts.join(', ')}`;
}
