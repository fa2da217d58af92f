import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';

/** Starts a script that hands its place to `program`, both given as JavaScript. */
function handOver(program: string): ReturnType<typeof spawn> {
  const script = `import { become, script } from './scripts/lib/process.mjs';
    script(() => become(process.execPath, ['-e', ${JSON.stringify(program)}]));`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe('tooling: a script that hands over to a program', () => {
  it('leaves with the exit code of the program', async () => {
    expect(await once(handOver('process.exit(7)'), 'exit')).to.deep.equal([7, null]);
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`passes ${signal} on and waits until the program has drained`, async () => {
      const script = handOver(`process.once('${signal}', () => setTimeout(() => process.exit(3), 100));
        setInterval(() => undefined, 1000);
        console.log('ready');`);
      await once(script.stdout!, 'data');
      script.kill(signal);
      expect(await once(script, 'exit')).to.deep.equal([3, null]);
    });
  }

  it('tells a program ended by a signal from one that succeeded', async () => {
    const [code] = (await once(handOver("process.kill(process.pid, 'SIGKILL')"), 'exit')) as [number];
    expect(code).to.equal(137);
  });
});
