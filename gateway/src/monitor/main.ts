import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { noteVerifiers, trustBy } from '@hanlian/certificates';
import { errorEntry, HanlianError } from '@hanlian/chaincode/domain';
import { Monitor } from './monitor.js';
import { policyOf } from './policy.js';
import { logAt } from './source.js';
import { MonitorState } from './state.js';
import type { Found } from './watch.js';

const HELP = `npm run monitor -- --url URL --folder FOLDER --log ORG=KEY [--witness ORG=KEY …] [--quorum N]
                   [--issuer CODE …] [--type CODE …] [--record KEY …] [--every SECONDS | --once]
跟踪日志，核对一致性，报告与所列机构、证照类型或记录有关的条目。
Follows a log, checks that it only grows, and reports entries about what is named.
  --url      where its checkpoint and tiles are served, such as https://hub.example/v1/log
  --folder   what was seen last, and evidence; keep it
  --log      who runs the log, and its verifier key (name+id+base64)
  --witness  who cosigns it; --quorum says how many organisations must have signed (1)
  --record   a ledger key, a batch id or a batch root
  --every    seconds between two looks (60)
One JSON object a line: an entry found, a look, or an error. Exit code with --once: 0 all is well, 1 the log misbehaves
or cannot be relied on, 2 it cannot be reached.`;

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    folder: { type: 'string' },
    log: { type: 'string' },
    witness: { type: 'string', multiple: true, default: [] },
    quorum: { type: 'string', default: '1' },
    issuer: { type: 'string', multiple: true, default: [] },
    type: { type: 'string', multiple: true, default: [] },
    record: { type: 'string', multiple: true, default: [] },
    every: { type: 'string', default: '60' },
    once: { type: 'boolean', default: false },
  },
});

const TIMEOUT_MS = 30_000;
const SECOND = 1000;

const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const tell = (found: readonly Found[]): void => found.forEach(print);

async function main(): Promise<void> {
  const { url, folder, log, witness, quorum, issuer, type, record, every, once } = values;
  if (url === undefined || folder === undefined || log === undefined) {
    process.stderr.write(`${HELP}\n`);
    process.exitCode = 2;
    return;
  }
  const policy = policyOf({ log, witnesses: witness, quorum: Number(quorum) });
  const monitor = new Monitor({
    source: logAt(url.replace(/\/$/, ''), TIMEOUT_MS),
    state: await MonitorState.open(folder),
    trust: trustBy(policy, noteVerifiers),
    watch: { issuers: issuer, types: type, records: record },
    tell,
  });
  for (;;) {
    process.exitCode = await look(monitor);
    if (once) return;
    await pause(Number(every) * SECOND);
  }
}

/** Looks once and prints what came of it. */
async function look(monitor: Monitor): Promise<0 | 1 | 2> {
  try {
    const { from, size } = await monitor.look();
    print({ from, size });
    return 0;
  } catch (error) {
    if (!(error instanceof HanlianError)) throw error;
    const { title, next } = errorEntry(error.code);
    print({ error: error.code, message: error.message, title, next });
    return error.code === 'LOG_UNREACHABLE' ? 2 : 1;
  }
}

await main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
