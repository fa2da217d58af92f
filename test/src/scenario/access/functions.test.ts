import { scopesOf, type Role } from '@hanlian/chaincode/domain';
import { ORGANISATIONS, type OrganisationName } from '@hanlian/gateway/organisations';
import { expect } from 'chai';
import { runCity, type RunningCity } from '../../support/city.js';
import { newFolder, removeFolder } from '../../support/folders.js';
import { send, type Received } from '../../support/http-client.js';
import { OPERATIONS, requestOf, type Operation } from '../../support/operations.js';

/** Someone at a door: whose hub knows them, and what they may ask for there. */
interface Visitor {
  readonly name: string;
  readonly home: OrganisationName;
  readonly key: string;
  readonly scopes: ReadonlySet<string>;
}

const HUBS = Object.keys(ORGANISATIONS) as OrganisationName[];
/** What the narrowed key grants. */
const NARROW = 'license:get';

/** Nothing stands at this address: what is tried here is who gets as far as looking. */
const addressOf = ({ path }: Operation): string => path.replaceAll(/\{\w+\}/g, '1');

const outcomeOf = ({ status, json }: Received): string => {
  const code = (json as { code?: string } | undefined)?.code ?? '';
  return status === 401 || code === 'FORBIDDEN' ? `${status} ${code}` : 'let in';
};

/** What the policy table says must come of it. */
function expectedFor({ scope }: Operation, hub: OrganisationName, visitor: Visitor | undefined): string {
  if (visitor !== undefined && visitor.home !== hub) return '401 UNAUTHENTICATED';
  if (scope === undefined) return 'let in';
  if (visitor === undefined) return '401 UNAUTHENTICATED';
  return visitor.scopes.has(scope) ? 'let in' : '403 FORBIDDEN';
}

describe('who is let in where: every operation of the description, every role, every hub', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  let visitors: readonly (Visitor | undefined)[];

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
    const known = city.callers.map(({ name, role, organisation, key }): Visitor => ({
      name: `${name} (${role})`,
      home: organisation as OrganisationName,
      key,
      scopes: scopesOf(role as Role),
    }));
    const clerk = city.callers.find(({ role }) => role === 'clerk')!;
    const { body } = await city.ask(clerk, '/v1/credentials', {
      kind: 'key',
      name: 'narrow',
      scopes: [NARROW],
    });
    const narrow = {
      name: 'a clerk with a narrowed key',
      home: 'bureau',
      key: body.key as string,
      scopes: new Set([NARROW]),
    } as const;
    visitors = [undefined, narrow, ...known];
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  for (const operation of OPERATIONS) {
    // The interfaces of the field show their key in the body; their own scenario tries it.
    const isDeployed = /^\/(query|download|verify)/.test(operation.path);
    it(operation.name, async () => {
      const wrong: string[] = [];
      for (const hub of HUBS) {
        for (const visitor of visitors) {
          if (isDeployed && visitor === undefined) continue;
          const sent = requestOf({ ...operation, example: undefined }, addressOf(operation), visitor?.key);
          const received = await send(city.url(hub), sent);
          const [expected, got] = [expectedFor(operation, hub, visitor), outcomeOf(received)];
          if (got !== expected || received.status >= 500)
            wrong.push(`${visitor?.name ?? 'nobody'} at ${hub}: ${received.status} ${got}, not ${expected}`);
        }
      }
      expect(wrong).to.deep.equal([]);
    });
  }
});
