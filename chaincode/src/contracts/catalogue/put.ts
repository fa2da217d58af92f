import type {
  CatalogueRecord,
  PutDemand,
  PutNegative,
  PutResource,
  PutResponsibility,
  Resource,
} from '../../domain/index.js';
import {
  HanlianError,
  keys,
  referenceOf,
  requireDemand,
  requireNegative,
  requireResource,
  requireResponsibility,
  schemas,
} from '../../domain/index.js';
import type { State } from '../../state/state.js';
import type { TransactionContext } from '../context.js';
import { write, type Outcome } from '../operation.js';
import { openEntries, writeEntries, type Opened } from './entries.js';
import { Owners, requireProvider } from './owner.js';

type Put = PutResource | PutResponsibility | PutDemand | PutNegative;

/** What an entry states: all of it but the revision it was decided on. */
function factsOf<Facts extends Put>(facts: Facts): Omit<Facts, 'expectedRevision'> {
  const rest: Omit<Facts, 'expectedRevision'> & { expectedRevision?: unknown } = { ...facts };
  delete rest.expectedRevision;
  return rest;
}

/** Up to 200 entries of one kind, of departments the creator acts for: all of them, or none. */
async function putAll<Facts extends Put>(
  ctx: TransactionContext,
  { intent, entries }: { readonly intent: string; readonly entries: readonly Facts[] },
  kind: Parameters<typeof referenceOf>[0],
  admit: (opened: Opened<Facts>, owners: Owners) => Promise<void>,
): Promise<Outcome> {
  const opened = await openEntries(ctx, intent, entries, (facts) => referenceOf(kind, facts));
  const owners = new Owners(ctx);
  for (const one of opened) await admit(one, owners);
  return writeEntries(ctx, intent, opened, ({ facts }) => factsOf(facts));
}

/** @throws {HanlianError} RESOURCE_UNKNOWN, also for one that is retired */
async function resourceAt(state: State, code: string, field: string): Promise<Resource> {
  const resource = await state.get<Resource>(keys.resource(code));
  if (resource !== undefined && resource.retired === undefined) return resource;
  throw new HanlianError('RESOURCE_UNKNOWN', `${code} is not in the catalogue`, { field, received: code });
}

const providerOf = (last: CatalogueRecord | undefined): string | undefined =>
  (last as Resource | undefined)?.provider;

/** A resource is its provider's, who alone says who provides it from now on. */
export const putResources = write('catalogue:putResources', schemas.putResources, async (ctx, request) => {
  await requireProvider(ctx);
  return putAll(ctx, request, 'resource', async ({ facts, last, field }, owners) => {
    requireResource(facts, ctx.txTime, field);
    await owners.require(providerOf(last) ?? facts.provider);
    await owners.require(facts.provider);
  });
});

export const putResponsibilities = write(
  'catalogue:putResponsibilities',
  schemas.putResponsibilities,
  async (ctx, request) => {
    await requireProvider(ctx);
    return putAll(ctx, request, 'responsibility', async ({ facts, field }, owners) => {
      requireResponsibility(facts, field);
      await owners.require(facts.department);
    });
  },
);

/** What is not in the catalogue yet may be demanded: that it is missing is then told by the report on consistency. */
export const putDemands = write('catalogue:putDemands', schemas.putDemands, (ctx, request) =>
  putAll(ctx, request, 'demand', async ({ facts, field }, owners) => {
    await owners.require(facts.department);
    requireDemand(facts, await ctx.state.get<Resource>(keys.resource(facts.resource)), field);
  }),
);

/** Only who provides a resource keeps it back. */
export const putNegatives = write('catalogue:putNegatives', schemas.putNegatives, async (ctx, request) => {
  await requireProvider(ctx);
  return putAll(ctx, request, 'negative', async ({ facts, field }, owners) => {
    await owners.require(facts.department);
    const resource = await resourceAt(ctx.state, facts.resource, `${field}.resource`);
    await owners.require(resource.provider);
    requireNegative(facts, resource, ctx.txTime, field);
  });
});
