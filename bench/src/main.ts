import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

// Fabric's libraries read this when they are loaded, which is why the benchmarks are imported below.
process.env.CORE_CHAINCODE_LOGGING_LEVEL ??= 'error';

const ROUNDS = 5;

const HELP = `npm run bench -- [options]
  --quick         one short run of each
  --only A,B      of documents, forms, reports, batches, batchPdfs, ledger, credit, creditFiles, pulls, sharing, loans, http, log, map, start, tessera, fabric, million, map10M
  --rounds N      runs of each, in turn; ${ROUNDS} when absent
  --long          Tessera, a real Fabric network and a million certificates too
  --save          writes bench/results/<date>.json as well`;

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string' },
    long: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const { BENCHES, FULL, LONG, QUICK, runAll } = await import('./run.js');
  const { tableOf } = await import('./report.js');
  const all = { ...BENCHES, ...LONG };
  const names = options.only?.split(',') ?? Object.keys(options.long ? all : BENCHES);
  const unknown = names.find((name) => !(name in all));
  if (unknown !== undefined) throw new Error(`There is no benchmark ${unknown}\n${HELP}`);
  const rounds = Number(options.rounds ?? (options.quick ? 1 : ROUNDS));
  const machine = (): string =>
    `${cpus().length} × ${cpus()[0]?.model ?? '?'}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1) ?? '?'}`;
  const before = machine();
  const benches = names.flatMap((name) => all[name] ?? []);
  const results = await runAll(benches, options.quick ? QUICK : FULL, rounds, (text) =>
    process.stderr.write(text),
  );
  process.stdout.write(
    `\n${before} before, ${machine()} after; ${rounds} run(s) each\n\n${tableOf(results)}\n`,
  );
  if (options.save) await save({ machine: machine(), rounds, results });
}

async function save(content: object): Promise<void> {
  const folder = join(import.meta.dirname, '../results');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${new Date().toISOString().slice(0, 10)}.json`);
  await writeFile(file, `${JSON.stringify(content, null, 2)}\n`);
  process.stdout.write(`\nWritten to ${file}\n`);
}

if (options.help) process.stdout.write(`${HELP}\n`);
else await main();
