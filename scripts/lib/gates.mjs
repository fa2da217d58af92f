import { changedFiles } from './changes.mjs';
import { checkCoverage } from './coverage.mjs';
import { compareGenerated, generated } from './generated.mjs';
import { checkImports } from './imports.mjs';
import { mutableRules, mutate } from './mutation.mjs';
import { path } from './project.mjs';
import { run } from './process.mjs';

const mutationLimit = 10 * 60_000;

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

/** @type {Gate} Every statement, branch and function of chaincode/ is run by the suites that cover it. */
export const coverageGate = { name: 'coverage', check: checkCoverage };

/** @type {Gate} The tests notice changes to the rules of the domain; here of those rules that this branch changes. */
export const mutationGate = { name: 'mutation', check: checkMutation };

async function checkMutation(node) {
  const deadline = Date.now() + mutationLimit;
  const problems = [];
  for (const rule of mutableRules(await changedFiles())) {
    const { code, output } = await mutate(node, rule, { timeout: Math.max(deadline - Date.now(), 1) });
    if (code !== 0) problems.push(`${rule.name}: ${output}`);
  }
  return problems.join('\n') || undefined;
}
