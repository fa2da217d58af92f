import './quiet.js';
import type { JsonObject } from '@hanlian/chaincode/domain';
import { openCity, type City, type CityOptions } from '@hanlian/gateway/city';
import { readConfig, type Config, type Environment } from '@hanlian/gateway/config';
import type { OrganisationName } from '@hanlian/gateway/organisations';
import { createServer, type ServerOptions } from '@hanlian/gateway/http/server';
import type { Hub } from '@hanlian/gateway/hub-types';
import { addressSampleCallers, seedCity, type SampleCallerKey } from '@hanlian/gateway/seed/index';
import { Closing } from '@hanlian/gateway/storage/closing';

/** One answer of a hub's door. */
export interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

/** The sample city, served on free ports. */
export interface RunningCity {
  readonly folder: string;
  readonly callers: readonly SampleCallerKey[];
  hub(name: OrganisationName): Hub;
  url(name: OrganisationName): string;
  /** A GET, or with a body a POST; without a caller nobody in particular asks. */
  ask(caller: SampleCallerKey | OrganisationName, path: string, body?: object, key?: string): Promise<Answer>;
  /** A PUT, with more headers where a test wants them. */
  put(
    caller: SampleCallerKey,
    path: string,
    body: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  /** Stops it; the folder stays. */
  stop(): Promise<void>;
}

let keys = 0;

/** Opens the city in a folder, seeding it the first time. */
export async function runCity(
  folder: string,
  options: CityOptions = {},
  settings: Environment = {},
  door: ServerOptions = {},
): Promise<RunningCity> {
  const config = readConfig({
    HANLIAN_DATA: folder,
    HANLIAN_PORT: '0',
    HANLIAN_CHECKPOINT_SECONDS: '0',
    HANLIAN_STATUS_LIST_SECONDS: '0',
    HANLIAN_ANCHOR_SECONDS: '0',
    ...settings,
  });
  const closing = new Closing();
  try {
    return await serve(folder, options, config, door, closing);
  } catch (error) {
    await closing.close();
    throw error;
  }
}

async function serve(
  folder: string,
  options: CityOptions,
  config: Config,
  door: ServerOptions,
  closing: Closing,
): Promise<RunningCity> {
  const city: City = closing.add(await openCity(config, options));
  await seedCity(folder, city);
  const urls = new Map<string, string>();
  for (const { hub, config: own } of city.hubs) {
    const server = closing.add(createServer(hub.services, door));
    urls.set(hub.name, (await server.listen(own.port, config.host)).url);
  }
  city.meet(urls);
  const callers = await addressSampleCallers(folder, urls);
  const url = (name: OrganisationName): string => urls.get(name)!;
  return {
    folder,
    callers,
    hub: (name) => city.hubs.find(({ hub }) => hub.name === name)!.hub,
    url,
    ask: async (caller, path, body, key = `test-${++keys}-${Date.now()}`) => {
      const named = typeof caller === 'string' ? undefined : caller;
      const response = await fetch((named?.url ?? url(caller as OrganisationName)) + path, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          ...(named && { authorization: `Bearer ${named.key}` }),
          ...(body && { 'content-type': 'application/json', 'idempotency-key': key }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as JsonObject };
    },
    put: async (caller, path, body, headers = {}) => {
      const response = await fetch(caller.url + path, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${caller.key}`,
          'content-type': 'application/json',
          'idempotency-key': `test-${++keys}-${Date.now()}`,
          ...headers,
        },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as JsonObject };
    },
    stop: () => closing.close(),
  };
}
