import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';

const MAIN = join(import.meta.dirname, '../../../gateway/dist/witness/main.js');

/** A witness as its operator runs it: a process of its own, without a hub. */
export interface WitnessProcess {
  readonly key: string;
  readonly url: string;
  readonly pid: number;
  end(signal?: NodeJS.Signals): Promise<void>;
}

export interface WitnessProcessOptions {
  readonly folder: string;
  readonly name: string;
  readonly logs: readonly string[];
}

export async function startWitness({ folder, name, logs }: WitnessProcessOptions): Promise<WitnessProcess> {
  const given = ['--folder', folder, '--name', name, '--port', '0', ...logs.flatMap((log) => ['--log', log])];
  const child = spawn(process.execPath, [MAIN, ...given], {
    env: { ...process.env, HANLIAN_WITNESS_PASSPHRASE: 'a long passphrase' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const [key, address] = [(await lines.next()).value, (await lines.next()).value];
  expect(address, 'the witness did not start').to.match(/^http:.*\/add-checkpoint$/);
  return {
    key: key!,
    url: address!.replace(/\/add-checkpoint$/, ''),
    pid: child.pid!,
    end: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await ended;
    },
  };
}
