import { rename, rm } from 'node:fs/promises';
import type { Config } from '../config.js';
import { openGround } from '../ground/index.js';
import { CHAINCODE, indexFolder } from '../places.js';
import type { Ledger } from '../ledger/port.js';
import { firstDifference } from '../readmodel/compare.js';
import { ReadModel } from '../readmodel/read-model.js';
import { catchUp } from '../readmodel/rebuild.js';
import { rebuildMap } from './rebuild-map.js';
import type { Report } from './report.js';

/**
 * Builds each hub's read model anew from block 0, says whether the old one was the same, and puts the new one in its place;
 * then its state map.
 */
export async function rebuild(config: Config): Promise<Report> {
  const ground = await openGround(config);
  try {
    const lines: string[] = [];
    for (const { hub, ledger } of ground.hubs) {
      const folder = indexFolder(hub.folder);
      const fresh = `${folder}.new`;
      await rm(fresh, { recursive: true, force: true });
      const difference = await compareWithFresh(ledger, folder, fresh);
      await rm(folder, { recursive: true, force: true });
      await rename(fresh, folder);
      lines.push(`${hub.name}: ${describe(difference)}`);
      const model = await ReadModel.open(folder, CHAINCODE);
      try {
        lines.push(`${hub.name}: ${await rebuildMap(hub.folder, ledger, model)}`);
      } finally {
        await model.close();
      }
    }
    return { lines, ok: true };
  } finally {
    await ground.close();
  }
}

/** Builds a read model in `fresh` and compares the one in `folder` with it, once that has caught up. */
export async function compareWithFresh(
  ledger: Ledger,
  folder: string,
  fresh: string,
): Promise<string | undefined> {
  const last = await ledger.latest();
  const old = await ReadModel.open(folder, CHAINCODE);
  const anew = await ReadModel.open(fresh, CHAINCODE);
  try {
    await catchUp(ledger, old, last);
    await catchUp(ledger, anew, last);
    return await firstDifference(old, anew);
  } finally {
    await old.close();
    await anew.close();
  }
}

const describe = (difference: string | undefined): string =>
  difference === undefined
    ? 'the read model was right, byte for byte'
    : `the read model was wrong from ${difference} on; it has been replaced`;
