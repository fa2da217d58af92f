import type { Context } from 'fabric-contract-api';

/** One step of a program. Values are text; `bytes` asks for a value of that many bytes. */
export type Step =
  | { op: 'get'; key: string }
  | { op: 'put'; key: string; value?: string; bytes?: number }
  | { op: 'delete'; key: string }
  | { op: 'range'; start: string; end: string }
  | { op: 'page'; start: string; end: string; size: number; bookmark?: string }
  | { op: 'putComposite'; type: string; attributes: string[]; value: string }
  | { op: 'rangeComposite'; type: string; attributes: string[] }
  | { op: 'event'; name: string; payload: string }
  | { op: 'fail'; message: string }
  | { op: 'transient'; name: string }
  | { op: 'creator' }
  | { op: 'privateGet'; collection: string; key: string }
  | { op: 'privateHash'; collection: string; key: string }
  | { op: 'privatePut'; collection: string; key: string; value: string }
  | { op: 'privatePutTransient'; collection: string; key: string; name: string }
  | { op: 'privateDelete'; collection: string; key: string }
  | { op: 'privatePurge'; collection: string; key: string }
  | { op: 'privateRange'; collection: string; start: string; end: string };

type Stub = Context['stub'];
type Handler<Op extends Step['op']> = (ctx: Context, step: Extract<Step, { op: Op }>) => unknown;

const text = (value: Uint8Array): string | null =>
  value.length === 0 ? null : Buffer.from(value).toString('utf8');

const bytesOf = (step: { value?: string; bytes?: number }): Buffer =>
  step.bytes === undefined ? Buffer.from(step.value ?? '', 'utf8') : Buffer.alloc(step.bytes, 'x');

interface Entry {
  key: string;
  value: Uint8Array;
}

interface Results {
  next(): Promise<{ value: Entry; done: boolean }>;
  close(): Promise<void>;
}

async function collect(results: Results): Promise<[string, string | null][]> {
  const found: [string, string | null][] = [];
  for (let step = await results.next(); ; step = await results.next()) {
    const entry = step.value as Entry | undefined;
    if (entry?.key !== undefined) found.push([entry.key, text(entry.value)]);
    if (step.done) break;
  }
  await results.close();
  return found;
}

interface Page {
  iterator: Results;
  /** The shim leaves it out when it is all zero. */
  metadata?: { fetchedRecordsCount: number; bookmark: string };
}

/** Fabric's iterators are loosely typed: with a page size they also carry metadata. */
const asResults = (iterator: unknown): Results => iterator as Results;

async function page(stub: Stub, step: Extract<Step, { op: 'page' }>): Promise<unknown> {
  const found: unknown = await stub.getStateByRangeWithPagination(
    step.start,
    step.end,
    step.size,
    step.bookmark ?? '',
  );
  const { iterator, metadata } = found as Page;
  const items = await collect(iterator);
  return { items, count: metadata?.fetchedRecordsCount ?? null, bookmark: metadata?.bookmark ?? null };
}

function transient(stub: Stub, name: string): Uint8Array {
  const value = stub.getTransient().get(name);
  if (value === undefined) throw new Error(`no transient field ${name}`);
  return value;
}

const handlers: { [Op in Step['op']]: Handler<Op> } = {
  get: async ({ stub }, { key }) => text(await stub.getState(key)),
  put: async ({ stub }, step) => stub.putState(step.key, bytesOf(step)),
  delete: async ({ stub }, { key }) => stub.deleteState(key),
  range: async ({ stub }, { start, end }) => collect(asResults(await stub.getStateByRange(start, end))),
  page: async ({ stub }, step) => page(stub, step),
  putComposite: async ({ stub }, { type, attributes, value }) =>
    stub.putState(stub.createCompositeKey(type, attributes), Buffer.from(value)),
  rangeComposite: async ({ stub }, { type, attributes }) =>
    collect(asResults(await stub.getStateByPartialCompositeKey(type, attributes))),
  event: ({ stub }, { name, payload }) => stub.setEvent(name, Buffer.from(payload)),
  fail: (_ctx, { message }) => {
    throw new Error(message);
  },
  transient: ({ stub }, { name }) => text(transient(stub, name)),
  creator: ({ clientIdentity }) => ({
    mspId: clientIdentity.getMSPID(),
    role: clientIdentity.getAttributeValue('role'),
  }),
  privateGet: async ({ stub }, { collection, key }) => text(await stub.getPrivateData(collection, key)),
  privateHash: async ({ stub }, { collection, key }) => {
    const hash = await stub.getPrivateDataHash(collection, key);
    return hash.length === 0 ? null : Buffer.from(hash).toString('hex');
  },
  privatePut: async ({ stub }, { collection, key, value }) =>
    stub.putPrivateData(collection, key, Buffer.from(value)),
  privatePutTransient: async ({ stub }, { collection, key, name }) =>
    stub.putPrivateData(collection, key, transient(stub, name)),
  privateDelete: async ({ stub }, { collection, key }) => stub.deletePrivateData(collection, key),
  privatePurge: async ({ stub }, { collection, key }) => stub.purgePrivateData(collection, key),
  privateRange: async ({ stub }, { collection, start, end }) => {
    const found: unknown = await stub.getPrivateDataByRange(collection, start, end);
    return collect((found as { iterator?: Results }).iterator ?? asResults(found));
  },
};

/** Runs one step and gives its answer (`null` where it has none). The shim answers a write with the peer's empty payload. */
export async function interpret(ctx: Context, step: Step): Promise<unknown> {
  const handler = handlers[step.op] as Handler<Step['op']>;
  const answer = await handler(ctx, step);
  return Buffer.isBuffer(answer) && answer.length === 0 ? null : (answer ?? null);
}
