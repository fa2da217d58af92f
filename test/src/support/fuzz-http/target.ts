import { scopesOf, type Role, type Scope } from '@hanlian/chaincode/domain';
import { createServer } from '@hanlian/gateway/http/server';
import { CALLERS, callerEntry } from '@hanlian/gateway/seed/callers';
import { OPERATIONS, type Operation } from '../operations.js';
import { runCity } from '../city.js';

/** A live hub for a fuzzer, who comes as whoever may ask for each operation. */
export interface Target {
  readonly url: string;
  /** The caller's key for an operation; undefined where nobody need be known. */
  readonly keyFor: (operation: Operation) => string | undefined;
  /** Requests answered so far, by status, as the hub itself counted them. */
  counted(): Promise<ReadonlyMap<string, number>>;
  stop(): Promise<void>;
}

/**
 * Officers give away their keys and revoke their credentials here, so that nobody else's work ends by it, and name
 * addresses for events, since no event concerns their institution.
 */
const OWN_DOING: readonly string[] = ['credential:', 'identity:', 'webhook:'];
const ROLES_IN_TURN: readonly Role[] = ['clerk', 'registrar', 'operator', 'auditor', 'officer'];

const roleFor = (scope: Scope): Role | undefined =>
  OWN_DOING.some((prefix) => scope.startsWith(prefix))
    ? 'officer'
    : ROLES_IN_TURN.find((role) => scopesOf(role).has(scope));

/** Requests by status; those that got no answer by their method and route, since no report of the tool names them. */
async function countedAt(url: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const line of (await (await fetch(`${url}/metrics`)).text()).split('\n')) {
    const found = /^hanlian_http_request_duration_seconds_count\{(.*),status="(\w+)"\} (\d+)$/.exec(line);
    if (!found) continue;
    const [, request = '', status = '', count] = found;
    const name = status === 'cut' ? `cut ${request}` : status;
    counts.set(name, (counts.get(name) ?? 0) + Number(count));
  }
  return counts;
}

/** Opens the sample city in a folder, and a door at the bureau's hub for callers of every role. */
export async function openTarget(folder: string): Promise<Target> {
  // What waits for a witnessed checkpoint must get one before the tool stops waiting.
  const city = await runCity(folder, {}, { HANLIAN_CHECKPOINT_SECONDS: '1' });
  const hub = city.hub('bureau');
  const { identities, callers } = hub.administration;
  const keys = new Map<Role, string>();
  for (const role of ROLES_IN_TURN) {
    const sample = CALLERS.find((each) => each.role === role)!;
    const caller = { ...callerEntry(sample, hub.mspId), id: `fuzz-${role}`, identity: `fuzz-${role}` };
    await identities.enrol(caller.identity, { role, department: caller.department });
    keys.set(role, await callers.register({ ...caller, organisation: 'bureau' }));
  }
  const server = createServer(hub.services);
  const { url } = await server.listen(0, '127.0.0.1');
  return {
    url,
    keyFor: ({ scope }) => {
      const role = scope && roleFor(scope);
      return role && keys.get(role);
    },
    counted: () => countedAt(url),
    stop: async () => {
      await server.close();
      await city.stop();
    },
  };
}

/** The operations by the key they are asked with. */
export const operationsByKey = ({ keyFor }: Target): ReadonlyMap<string, readonly Operation[]> => {
  const known = OPERATIONS.filter((operation) => keyFor(operation) !== undefined);
  return Map.groupBy(known, (operation) => keyFor(operation)!);
};
