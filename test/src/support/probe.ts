import { Context, Contract } from 'fabric-contract-api';

/** A contract that does one thing a call: every argument and answer is text. */
export class Probe extends Contract {
  constructor() {
    super('Probe');
  }

  async put(ctx: Context, key: string, value: string): Promise<void> {
    await ctx.stub.putState(key, Buffer.from(value));
  }

  async putUnseen(ctx: Context, key: string, value: string): Promise<string> {
    const before = await ctx.stub.getState(key);
    await ctx.stub.putState(key, Buffer.from(value));
    const after = await ctx.stub.getState(key);
    ctx.stub.setEvent('put', Buffer.from(key));
    return JSON.stringify({ before: before.toString(), after: after.toString() });
  }

  async putMany(ctx: Context, prefix: string, count: string): Promise<void> {
    for (let index = 0; index < Number(count); index++) {
      await ctx.stub.putState(`${prefix}${String(index).padStart(5, '0')}`, Buffer.from(String(index)));
    }
  }

  async get(ctx: Context, key: string): Promise<string> {
    return (await ctx.stub.getState(key)).toString();
  }

  async remove(ctx: Context, key: string): Promise<void> {
    await ctx.stub.deleteState(key);
  }

  /** Reads a whole range, then notes what it found. */
  async count(ctx: Context, start: string, end: string, key: string): Promise<string> {
    let count = 0;
    for await (const row of ctx.stub.getStateByRange(start, end)) if (row.key) count++;
    if (key) await ctx.stub.putState(key, Buffer.from(String(count)));
    return String(count);
  }

  async pageThenPut(ctx: Context, start: string, end: string): Promise<void> {
    await ctx.stub.getStateByRangeWithPagination(start, end, 2, '');
    await ctx.stub.putState('after-page', Buffer.from('1'));
  }

  async keep(ctx: Context, collection: string, key: string): Promise<void> {
    const value = ctx.stub.getTransient().get('value') ?? new Uint8Array();
    await ctx.stub.putPrivateData(collection, key, value);
  }

  async recall(ctx: Context, collection: string, key: string): Promise<string> {
    return Buffer.from(await ctx.stub.getPrivateData(collection, key)).toString();
  }

  async recallHash(ctx: Context, collection: string, key: string): Promise<string> {
    return Buffer.from(await ctx.stub.getPrivateDataHash(collection, key)).toString('hex');
  }

  async purge(ctx: Context, collection: string, key: string): Promise<void> {
    await ctx.stub.purgePrivateData(collection, key);
  }

  async queryThenKeep(ctx: Context, collection: string): Promise<void> {
    for await (const row of ctx.stub.getPrivateDataByRange(collection, 'a', 'z')) if (!row.key) break;
    await ctx.stub.putState('after-query', Buffer.from('1'));
  }

  async callOther(ctx: Context, chaincode: string, key: string, value: string): Promise<string> {
    const { status, message } = await ctx.stub.invokeChaincode(chaincode, ['Probe:put', key, value], '');
    return JSON.stringify({ status, message });
  }

  async hang(): Promise<void> {
    await new Promise<never>(() => undefined);
  }

  async refuse(_ctx: Context, message: string): Promise<void> {
    await Promise.reject(new Error(message));
  }

  async who(ctx: Context): Promise<string> {
    return Promise.resolve(
      `${ctx.clientIdentity.getMSPID()} ${ctx.clientIdentity.getAttributeValue('role') ?? ''}`,
    );
  }

  /** Answers with something that is not the ledger's. */
  async strange(_ctx: Context, source: string): Promise<string> {
    const sources: Readonly<Record<string, () => unknown>> = {
      random: () => Math.random(),
      clock: () => new Date().getFullYear(),
      zone: () => new Date(0).getHours(),
      locale: () => (1234.5).toLocaleString(),
    };
    return Promise.resolve(String(sources[source]?.()));
  }

  async strangeRead(ctx: Context): Promise<void> {
    await ctx.stub.getState(`key ${Math.random()}`);
  }
}

export const contracts = [Probe];
