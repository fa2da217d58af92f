import { readdirSync, rmSync } from 'node:fs';
import { changedFiles } from './changes.mjs';
import { compareGenerated, generated } from './generated.mjs';
import { checkImports } from './imports.mjs';
import { path } from './project.mjs';
import { run } from './process.mjs';

/** Where the suites that count for coverage leave what V8 measured. */
export const coverageFolder = path('.cache', 'coverage');

/**
 * A gate is one check of the sources that holds or not. It answers with what is wrong, or with nothing.
 * @typedef {{ name: string, check: (node: string) => Promise<string | undefined> }} Gate
 */

/**
 * @param {boolean} changedOnly look at the files this branch changes only
 * @returns {Gate[]}
 */
export const staticGates = (changedOnly) => [
  { name: 'lint', check: (node) => checkFiles(node, changedOnly, lint) },
  { name: 'format', check: (node) => checkFiles(node, changedOnly, prettier) },
  { name: 'imports', check: async () => (await checkImports()).join('\n') || undefined },
  ...generated.map((entry) => ({
    name: `generated ${entry.file}`,
    check: (node) => compareGenerated(node, entry),
  })),
];

const lint = {
  program: 'node_modules/eslint/bin/eslint.js',
  options: ['--max-warnings=0', '--no-warn-ignored'],
  handles: /\.(ts|mjs|cjs|js)$/,
};

const prettier = {
  program: 'node_modules/prettier/bin/prettier.cjs',
  options: ['--check', '--ignore-unknown', '--log-level=warn'],
  handles: /./,
};

async function checkFiles(node, changedOnly, { program, options, handles }) {
  const files = changedOnly ? (await changedFiles()).filter((file) => handles.test(file)) : ['.'];
  if (files.length === 0) return undefined;
  const { code, output } = await run(node, [path(program), ...options, ...files]);
  return code === 0 ? undefined : output || `exit code ${code}`;
}

/** @type {Gate} Every branch, line and function of chaincode/ is run by the suites that cover it. */
export const coverageGate = {
  name: 'coverage',
  check: async (node) => {
    await loadEveryModule(node);
    const { code, output } = await run(node, [
      path('node_modules/c8/bin/c8.js'),
      'report',
      ...coverageOptions,
    ]);
    return code === 0 ? undefined : output;
  },
};

// The compiled files are measured; source maps lead back to the sources, and only those count.
const coverageOptions = [
  ...['--temp-directory', coverageFolder, '--reports-dir', path('coverage')],
  ...['--all', '--src', path('chaincode/src'), '--extension', '.ts'],
  ...[
    '--include',
    'chaincode/src/**',
    '--exclude-after-remap',
    '--100',
    '--reporter',
    'text',
    '--reporter',
    'html',
  ],
];

// A module that no test loads is unknown to V8, and would be left out of the report instead of counting as not run.
async function loadEveryModule(node) {
  const modules = readdirSync(path('chaincode/dist/cjs'), { recursive: true }).filter((file) =>
    file.endsWith('.js'),
  );
  const requireAll = modules
    .map((file) => `require(${JSON.stringify(path('chaincode/dist/cjs', file))});`)
    .join('');
  const { code, output } = await run(node, ['-e', requireAll], {
    env: { ...process.env, NODE_V8_COVERAGE: coverageFolder },
  });
  if (code !== 0) throw new Error(`The modules of chaincode/ do not load:\n${output}`);
}

export const clearCoverage = () => rmSync(coverageFolder, { recursive: true, force: true });
