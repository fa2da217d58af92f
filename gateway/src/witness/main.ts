import { parseArgs } from 'node:util';
import { errorEntry, HanlianError } from '@hanlian/chaincode/domain';
import { openWitness } from './open.js';

const HELP = `npm run witness -- --folder FOLDER --name NAME --log KEY [--log KEY] [--host HOST] [--port PORT]
在自己的文件夹中独立运行一个见证方，不需要本系统的节点。
Runs a witness alone, in a folder of its own.
  --folder   keys (encrypted), what was cosigned last, evidence
  --name     what it signs under, such as witness.bank.example/w1
  --log      the verifier key of a log it watches: name+id+base64
  --host     127.0.0.1 when absent; put TLS in front of it
  --port     8090 when absent
HANLIAN_WITNESS_PASSPHRASE opens its key.`;

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    name: { type: 'string' },
    log: { type: 'string', multiple: true },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8090' },
  },
});

const say = (line: string): void => void process.stderr.write(`${new Date().toISOString()} ${line}\n`);

async function main(): Promise<void> {
  const { folder, name, log = [], host, port } = values;
  const passphrase = process.env.HANLIAN_WITNESS_PASSPHRASE;
  if (folder === undefined || name === undefined || log.length === 0 || !passphrase) {
    process.stderr.write(`${HELP}\n`);
    process.exitCode = 2;
    return;
  }
  const witness = await openWitness({ folder, passphrase, name, logs: log, host, port: Number(port), say });
  process.stdout.write(`${witness.key}\n${witness.url}/add-checkpoint\n`);
  const stop = (): void => void witness.close().then(() => process.exit(), fail);
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

function fail(error: unknown): void {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}

function explain(error: unknown): string {
  if (!(error instanceof HanlianError)) return String(error);
  const { title, next } = errorEntry(error.code);
  return `${error.code}: ${error.message}\n${title.zh}；${next.zh}\n${next.en}`;
}

await main().catch(fail);
