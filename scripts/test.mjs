// npm test: everything this machine can check, and the sum of it in the last line.
//   --quick       what changed, unit tests and short property tests, in about a minute
//   --only a,b    these steps only; an unknown name lists them all
//   CI=true       nothing may be skipped
import { parseArgs } from 'node:util';
import { clearCoverage, coverageFolder } from './lib/coverage.mjs';
import { coverageGate, mutationGate, staticGates } from './lib/gates.mjs';
import { prepare } from './lib/prepare.mjs';
import { inCI } from './lib/project.mjs';
import { endWithCommands, script, UsageError } from './lib/process.mjs';
import { findSuites, runSuite } from './lib/suites.mjs';
import { Tally, verdict } from './lib/tally.mjs';

const quickSuites = ['unit', 'property'];

script(async () => {
  endWithCommands();
  const { values: options } = parseArgs({
    options: { quick: { type: 'boolean' }, only: { type: 'string' } },
  });
  const plan = makePlan(options);
  const tally = new Tally();
  const { node, built } = await prepare();
  tally.add(report('build', built.code === 0 ? undefined : built.output));
  if (built.code === 0) await runPlan(node, plan, tally);
  else console.log('Nothing else was run: it would judge what an earlier build left.');
  for (const line of tally.details()) console.log(line);
  if (inCI && tally.skips.length > 0) console.log('With CI=true nothing may be skipped: this run fails.');
  console.log(tally.summary());
  return tally.exitCode(inCI);
});

/** Chooses the steps that the options ask for. */
function makePlan({ quick = false, only }) {
  const gates = staticGates(quick);
  const suites = findSuites().filter(({ name }) => !quick || quickSuites.includes(name));
  const closing = quick ? [] : [coverageGate, mutationGate];
  const names = [...gates, ...suites, ...closing].map(({ name }) => name);
  const wanted = only?.split(',') ?? names;
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new UsageError(`No step is called ${unknown.join(', ')}. The steps: ${names.join(', ')}`);
  const chosen = (steps) => steps.filter(({ name }) => wanted.includes(name));
  return { quick, gates: chosen(gates), suites: chosen(suites), closing: chosen(closing) };
}

async function runPlan(node, { quick, gates, suites, closing }, tally) {
  clearCoverage();
  await Promise.all(gates.map(async (gate) => tally.add(await runGate(node, gate))));
  for (const suite of suites) tally.add(await runSuite(node, suite, environment(suite, quick)));
  for (const gate of closing) tally.add(await runGate(node, gate));
}

async function runGate(node, { name, check }) {
  const started = Date.now();
  const problem = await check(node).catch((error) => error.message);
  return report(name, problem, Date.now() - started);
}

function report(name, problem, milliseconds = 0) {
  const time = milliseconds > 0 ? ` (${(milliseconds / 1000).toFixed(1)} s)` : '';
  console.log(`${problem === undefined ? 'ok    ' : 'FAILED'} ${name}${time}`);
  if (problem !== undefined) console.log(problem);
  return verdict(name, problem === undefined);
}

function environment({ covers }, quick) {
  return {
    CORE_CHAINCODE_LOGGING_LEVEL: 'error', // else Fabric's libraries print a line for each decorator
    ...process.env,
    ...(covers && !quick && { NODE_V8_COVERAGE: coverageFolder }),
    ...(quick && { HANLIAN_PROPERTY_RUNS: '20' }),
  };
}
