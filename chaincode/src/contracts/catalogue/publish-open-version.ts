import type { OpenVersion, Resource } from '../../domain/index.js';
import { HanlianError, keys, recordDigest, requireImpersonal, schemas } from '../../domain/index.js';
import { nodeHashes } from '../../hash/node.js';
import { requireInCharge } from '../authority.js';
import { requireFresh } from '../change.js';
import type { TransactionContext } from '../context.js';
import { write } from '../operation.js';
import { factsOf, nextRecord, written } from '../registry/record.js';

/** @throws {HanlianError} RESOURCE_UNKNOWN, RESOURCE_NOT_OPEN */
async function openResource({ state }: TransactionContext, code: string): Promise<Resource> {
  const resource = await state.get<Resource>(keys.resource(code));
  if (resource === undefined || resource.retired !== undefined) {
    throw new HanlianError('RESOURCE_UNKNOWN', `${code} is not in the catalogue`, {
      field: 'resource',
      received: code,
    });
  }
  if (resource.open) return resource;
  throw new HanlianError('RESOURCE_NOT_OPEN', `${code} is not open to the public`, { received: code });
}

/** Versions follow one another without a gap: a missing one would be one that was taken back. */
async function requireNext({ state }: TransactionContext, resource: string, version: number): Promise<void> {
  if (version === 1) return;
  if ((await state.get(keys.openVersion(resource, version - 1))) !== undefined) return;
  throw new HanlianError('OPEN_VERSION_OUT_OF_ORDER', `There is no version ${version - 1}`, {
    field: 'version',
    received: version,
  });
}

/** Publishes a version of an open set by its digests. It is never rewritten. */
export const publishOpenVersion = write(
  'catalogue:publishOpenVersion',
  schemas.publishOpenVersion,
  async (ctx, request) => {
    const { resource, version, intent, fileName } = request;
    requireImpersonal(fileName, 'fileName');
    const key = keys.openVersion(resource, version);
    requireFresh({ intent }, await ctx.state.get<OpenVersion>(key));
    const provider = await requireInCharge(ctx, (await openResource(ctx, resource)).provider);
    await requireNext(ctx, resource, version);
    const record = nextRecord(ctx, intent, undefined, { ...factsOf(request), provider });
    await ctx.state.put(key, record);
    const { answer, event } = written(key, record);
    return { answer, event: { ...event, root: recordDigest(nodeHashes.sha256, record) } };
  },
);
