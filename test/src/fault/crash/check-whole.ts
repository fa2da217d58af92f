import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { rangeOf, keyPrefixes } from '@hanlian/chaincode/domain';
import { compareWithFreshLog } from '@hanlian/gateway/commands/rebuild-log';
import { CHAINCODE, indexFolder } from '@hanlian/gateway/places';
import type { Ledger } from '@hanlian/gateway/ledger/port';
import { mapFolder } from '@hanlian/gateway/log/index';
import { firstDifference } from '@hanlian/gateway/readmodel/compare';
import { ReadModel } from '@hanlian/gateway/readmodel/read-model';
import { compareWithFreshMap } from '@hanlian/gateway/statemap/compare';
import { openLedgerOf } from './city.js';

/** Repeats the chain of a closed city, gives the number of its transactions, and compares read model, log and state map with ones built from block 0. */
export async function checkWhole(data: string, certificates: number, problems: string[]): Promise<number> {
  const host = await openLedgerOf(data);
  const rebuiltIn = await mkdtemp(join(data, 'rebuilt-'));
  try {
    const { transactions, problems: found } = await host.fsck();
    problems.push(...found.map((problem) => `fsck: ${JSON.stringify(problem)}`));
    const rebuilt = await rebuild(host.forOrganisation('BureauMSP'), rebuiltIn);
    const kept = await ReadModel.open(indexFolder(join(data, 'bureau')), CHAINCODE);
    const difference = await firstDifference(kept, rebuilt);
    if (difference !== undefined)
      problems.push(`the rebuilt read model parts from the old one at ${difference}`);
    await checkCount(rebuilt, certificates, problems);
    problems.push(...(await differing(join(data, 'bureau'), host.forOrganisation('BureauMSP'))));
    await kept.close();
    await rebuilt.close();
    return transactions;
  } finally {
    await rm(rebuiltIn, { recursive: true });
    await host.close();
  }
}

/** What log and state map have else than the ledger says. */
async function differing(folder: string, ledger: Ledger): Promise<string[]> {
  const log = await compareWithFreshLog(folder, ledger);
  const map = await compareWithFreshMap(mapFolder(folder), { ledger, namespace: CHAINCODE });
  return [
    ...(log === undefined ? [] : [`the log ${log}`]),
    ...(map === undefined ? [] : [`the state map ${map}`]),
  ];
}

async function rebuild(ledger: Ledger, folder: string): Promise<ReadModel> {
  const model = await ReadModel.open(folder, CHAINCODE);
  const height = await ledger.height();
  for (let number = 0; number < height; number++) {
    await model.apply((await ledger.block(number))?.transactions ?? []);
  }
  return model;
}

/** Whether just the certificates that were asked for are on the ledger: one more was issued twice. */
export async function checkCount(model: ReadModel, certificates: number, problems: string[]): Promise<void> {
  const { start, end } = rangeOf(keyPrefixes.license);
  const onLedger = (await model.range(start, end, Infinity)).length;
  if (onLedger !== certificates)
    problems.push(`${onLedger} certificates are on the ledger; ${certificates} were asked for`);
}
