import { NetworkError } from '../errors.js';
import type { Network } from '../network.js';
import { follow, tail } from '../processes/logs.js';
import { loadTopology } from '../topology/load.js';
import type { Console, Options } from './console.js';
import { statusTable } from './table.js';

export interface Invocation {
  readonly network: Network;
  readonly positionals: readonly string[];
  readonly options: Options;
  readonly console: Console;
}

type Command = (invocation: Invocation) => Promise<void> | void;

const LOG_LINES = 50;

const COMMANDS: Readonly<Record<string, Command>> = {
  up,
  status,
  logs,
  restart,
  kill,
  upgrade,
  enrol,
  query,
  revoke,
  renew,
  down,
  clean,
};

/** @throws NetworkError `USAGE` when there is no such command. */
export function commandNamed(name: string): Command {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command)
    throw new NetworkError('USAGE', { process: 'network', reason: `there is no command ${name}` });
  return command;
}

async function up({ network, options, console }: Invocation): Promise<void> {
  const { topology, portOffset, quick } = options;
  const started = performance.now();
  await network.up({ topology, portOffset, quick });
  const text = { zh: '网络已就绪', en: 'the network is up' };
  console.progress(text, (performance.now() - started) / 1000);
  await status({ network, options, console, positionals: [] });
}

async function status({ network, options, console }: Invocation): Promise<void> {
  const now = await network.status();
  if (options.json) console.print(JSON.stringify(now, undefined, 2));
  else for (const line of statusTable(now)) console.print(line);
  for (const { trouble } of now.processes) if (trouble) console.say(trouble);
}

async function logs({ network, positionals, options, console }: Invocation): Promise<void> {
  const log = network.log(named(positionals));
  for (const line of tail(log, LOG_LINES)) console.print(line);
  if (options.follow) await follow(log, (text) => console.print(text.trimEnd()), console.signal);
}

async function restart({ network, positionals, console }: Invocation): Promise<void> {
  const name = named(positionals);
  await network.restart(name);
  console.say({ zh: `${name} 已重新启动`, en: `${name} restarted` });
}

async function kill({ network, positionals, console }: Invocation): Promise<void> {
  const name = named(positionals);
  await network.kill(name);
  console.say({ zh: `${name} 已强制结束`, en: `${name} killed` });
}

async function upgrade({ network, positionals, options }: Invocation): Promise<void> {
  const { chaincodes } = loadTopology(options.topology);
  const name = positionals[0] ?? chaincodes[0]?.name;
  const spec = chaincodes.find((each) => each.name === name);
  if (!spec) {
    const names = chaincodes.map((each) => each.name).join(', ');
    throw new NetworkError('UNKNOWN_PROCESS', { process: name ?? 'chaincode', names });
  }
  await network.upgrade(spec);
}

async function enrol({ network, positionals, console }: Invocation): Promise<void> {
  const [organisation, id, ...pairs] = positionals;
  const files = await network.enrol(required(organisation, 'ORG'), required(id, 'NAME'), attributes(pairs));
  console.print(JSON.stringify(files, undefined, 2));
}

function attributes(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name, value] = pair.split('=', 2);
      return [required(name, 'an attribute'), required(value, `a value for ${pair}`)];
    }),
  );
}

async function query({ network, positionals, console }: Invocation): Promise<void> {
  const [organisation, identity, operation, ...args] = positionals;
  const call = [required(operation, 'FUNCTION'), ...args];
  const answer = await network.query(required(organisation, 'ORG'), required(identity, 'NAME'), ...call);
  console.print(answer.trimEnd());
}

async function revoke({ network, positionals, console }: Invocation): Promise<void> {
  const [organisation, id] = positionals;
  console.print(await network.revoke(required(organisation, 'ORG'), id));
}

async function renew({ network, console }: Invocation): Promise<void> {
  await network.renew();
  console.say({ zh: '证书已更新', en: 'every certificate is renewed; start the network with `up`' });
}

async function down({ network, console }: Invocation): Promise<void> {
  const { length } = await network.down();
  console.say({ zh: `已停止 ${length} 个进程`, en: `${length} processes stopped` });
}

async function clean({ network, console }: Invocation): Promise<void> {
  await network.clean();
  console.say({ zh: '已全部清除', en: 'everything is stopped and deleted' });
}

function named(positionals: readonly string[]): string {
  return required(positionals[0], 'NAME');
}

function required(value: string | undefined, what: string): string {
  if (value !== undefined && value !== '') return value;
  throw new NetworkError('USAGE', { process: 'network', reason: `${what} is missing` });
}
