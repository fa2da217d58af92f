// Run by an unpacked archive's own Node, where no network is: starts the hub, issues and verifies one certificate, and
// prints the verdict. It knows nothing but what a machine without this repository has.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Caller {
  readonly role: string;
  readonly department: string;
  readonly url: string;
  readonly key: string;
}

const [home = '', data = ''] = process.argv.slice(2);

const TYPE = '11100000MB0143028R901';
const order = {
  type: TYPE,
  basis: { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' },
  certificates: [
    {
      holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
      fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
    },
  ],
};

/** Whether any registry answers: the proof that this machine has none. */
const registryAnswers = (): Promise<boolean> =>
  fetch('https://registry.npmjs.org/', { signal: AbortSignal.timeout(2000) }).then(
    () => true,
    () => false,
  );

async function ask(caller: Caller, path: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(caller.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${caller.key}`,
      'content-type': 'application/json',
      'idempotency-key': 'the-first',
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Record<string, unknown>;
}

async function work(): Promise<Record<string, unknown>> {
  const callers = JSON.parse(await readFile(join(data, 'sample-callers.json'), 'utf8')) as Caller[];
  const clerks = callers.filter(({ role }) => role === 'clerk');
  for (const clerk of clerks) {
    const { certificates } = await ask(clerk, '/v1/licenses', order);
    if (!Array.isArray(certificates)) continue;
    const [{ id }] = certificates as [{ id: string }];
    const document = await ask(clerk, `/v1/licenses/${id}/document`);
    const { verdict } = await ask(clerk, '/v1/verifications', { document });
    return { id, verdict };
  }
  return {};
}

const hub = spawn(join(home, 'bin', 'hanlian'), [], {
  env: { PATH: '/usr/bin:/bin', HANLIAN_DATA: data, HANLIAN_PORT: '0' },
  stdio: ['ignore', 'pipe', 'ignore'],
});
for await (const line of createInterface({ input: hub.stdout })) if (line.startsWith('Ready in')) break;
const done = await work();
hub.kill('SIGTERM');
const code = await new Promise((resolve) => hub.once('exit', resolve));
process.stdout.write(JSON.stringify({ ...done, code, registryAnswers: await registryAnswers() }));
