import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Environment } from '@hanlian/gateway/config';
import type { OrganisationName } from '@hanlian/gateway/organisations';

const MAIN = fileURLToPath(import.meta.resolve('@hanlian/gateway/main'));

/** One organisation's hub in a process of its own, which can be killed. */
export class HubProcess {
  readonly #name: OrganisationName;
  readonly #settings: Environment;
  #child: ChildProcessByStdio<null, Readable, Readable> | undefined;
  #url = '';

  constructor(name: OrganisationName, settings: Environment) {
    this.#name = name;
    this.#settings = settings;
  }

  /** Where it serves; another address after each start. */
  get url(): string {
    return this.#url;
  }

  async start(): Promise<void> {
    const env = { ...process.env, NODE_V8_COVERAGE: '', ...this.#settings };
    const child = spawn(process.execPath, [MAIN], {
      env: { ...env, HANLIAN_HUBS: this.#name, HANLIAN_PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let output = '';
    let errors = '';
    child.stderr.on('data', (bytes: Buffer) => (errors = (errors + bytes.toString()).slice(-2000)));
    for await (const bytes of child.stdout.iterator({ destroyOnReturn: false })) {
      output += (bytes as Buffer).toString();
      if (output.includes('Ready in')) break;
    }
    child.stdout.resume();
    const [, url] = new RegExp(`^ *${this.#name} +(http\\S+)$`, 'm').exec(output) ?? [];
    if (url === undefined) throw new Error(`the hub ${this.#name} does not start: ${errors}`);
    this.#url = url;
  }

  /** Ends it as a power cut would. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
