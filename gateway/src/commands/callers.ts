import { api, parseUscc, type CallerInput } from '@hanlian/chaincode/domain';
import type { Roster } from '../callers/roster.js';
import { openCity } from '../city.js';
import { ConfigError, type Config } from '../config.js';
import type { Report } from './report.js';

const FIELDS = ['role', 'id', 'department', 'person', 'name'] as const;

/** Makes a caller of any role, as the first has to be: nobody can ask a hub that knows nobody. Its key is shown once. */
export function addCaller(config: Config, hub = '', ...given: string[]): Promise<Report> {
  const input = readInput(given);
  return onRoster(config, hub, async (roster) => [
    `${hub}: ${input.id} is ${input.role} of ${input.department}. Its key, which is shown this once:`,
    await roster.appoint(input),
  ]);
}

/** Ends every credential of a caller that has lost its last, and gives it a new key. */
export const replaceKey = (config: Config, hub = '', id = ''): Promise<Report> =>
  onRoster(config, hub, async (roster) => [
    `${hub}: all that ${id} had has ended. Its new key, which is shown this once:`,
    await roster.replaceKey(id),
  ]);

/** Who may call, without asking anybody's leave: for who has forgotten whom to ask. */
export const listCallers = (config: Config, hub = ''): Promise<Report> =>
  onRoster(config, hub, async (roster) => {
    const { items } = await roster.service.list({ limit: Infinity });
    return items.map(({ id, role, department, state, name }) =>
      [id.padEnd(24), role.padEnd(10), department, state.padEnd(8), name].join('  '),
    );
  });

/** The hub is opened and served to nobody: what is done here is done as it does it itself. */
async function onRoster(
  config: Config,
  name: string,
  work: (roster: Roster) => Promise<readonly string[]>,
): Promise<Report> {
  const own = config.hubs.filter((hub) => hub.name === name);
  if (own.length === 0) {
    throw new ConfigError(`${name} is none of ${config.hubs.map((hub) => hub.name).join(', ')}`);
  }
  const city = await openCity({ ...config, checkpointSeconds: 0, statusListSeconds: 0, anchorSeconds: 0 });
  try {
    const found = city.hubs.find(({ hub }) => hub.name === name);
    if (found === undefined) throw new ConfigError(`This process does not run the hub ${name}`);
    return { lines: await work(found.hub.administration.roster), ok: true };
  } finally {
    await city.close();
  }
}

/** @throws {ConfigError} naming the first argument that cannot be right */
function readInput(given: readonly string[]): CallerInput {
  const named = Object.fromEntries(FIELDS.map((field, i) => [field, given[i]]));
  const { success, data, error } = api.callerInput.safeParse(named);
  if (success) {
    // Nothing in the registry stands against a slip of the pen yet: the code's own check character does.
    const code = parseUscc(data.department);
    if (code.ok) return data;
    throw new ConfigError(`<department> cannot be ${data.department}: ${code.message.en}`);
  }
  const [issue] = error.issues;
  throw new ConfigError(
    `<${String(issue?.path[0])}> cannot be ${named[String(issue?.path[0])]}: ${issue?.message}`,
  );
}
