import { rm } from 'node:fs/promises';
import { HanlianError } from '@hanlian/chaincode/domain';
import type { Config } from '../config.js';
import { Documents } from '../documents/documents.js';
import { HolderKeys } from '../documents/holder-keys.js';
import { openGround, type HubGround, type OpenVault } from '../ground/index.js';
import { CHAINCODE, indexFolder, storeFolder } from '../places.js';
import { mapFolder } from '../log/index.js';
import type { EmbeddedLedger } from '../ledger/embedded/index.js';
import { compareWithFreshMap } from '../statemap/compare.js';
import { openStore } from '../storage/store.js';
import type { Report } from './report.js';
import { compareWithFresh } from './rebuild.js';
import { compareWithFreshLog } from './rebuild-log.js';

/** Checks the ledger whole where it is ours to check, each hub's read model against a fresh one, and that every document opens or was erased. */
export async function fsck(config: Config): Promise<Report> {
  const ground = await openGround(config);
  try {
    const parts = ground.embedded === undefined ? [] : [await checkLedger(ground.embedded)];
    for (const own of ground.hubs)
      parts.push(
        await checkReadModel(own),
        await checkLog(own),
        await checkMap(own),
        await checkDocuments(own),
      );
    return { lines: parts.flatMap(({ lines }) => lines), ok: parts.every(({ ok }) => ok) };
  } finally {
    await ground.close();
  }
}

async function checkLedger(ledger: EmbeddedLedger): Promise<Report> {
  const { blocks, transactions, problems } = await ledger.fsck();
  const found = problems.map(({ block, message }) => `  block ${block ?? '?'}: ${message}`);
  return {
    lines: [`ledger: ${blocks} blocks, ${transactions} transactions, ${problems.length} problems`, ...found],
    ok: problems.length === 0,
  };
}

async function checkReadModel({ hub, ledger }: HubGround): Promise<Report> {
  const folder = indexFolder(hub.folder);
  const fresh = `${folder}.check`;
  await rm(fresh, { recursive: true, force: true });
  const difference = await compareWithFresh(ledger, folder, fresh);
  await rm(fresh, { recursive: true, force: true });
  const lines = [
    `${hub.name}: the read model is ${difference === undefined ? 'right' : `wrong from ${difference} on`}`,
  ];
  return { lines, ok: difference === undefined };
}

async function checkLog({ hub, ledger }: HubGround): Promise<Report> {
  const difference = await compareWithFreshLog(hub.folder, ledger);
  return { lines: [`${hub.name}: the log ${difference ?? 'is right'}`], ok: difference === undefined };
}

async function checkMap({ hub, ledger }: HubGround): Promise<Report> {
  const problem = await compareWithFreshMap(mapFolder(hub.folder), { ledger, namespace: CHAINCODE });
  return { lines: [`${hub.name}: the state map ${problem ?? 'is right'}`], ok: problem === undefined };
}

const DOCUMENTS = { gte: 'doc~', lt: 'doc~\uffff' };

async function checkDocuments({ hub, vault }: OpenVault): Promise<Report> {
  const keys = await HolderKeys.open(hub.folder, vault.secret);
  const store = await openStore(storeFolder(hub.folder));
  const counts = { readable: 0, erased: 0, damaged: 0 };
  try {
    const documents = new Documents(store, keys);
    for await (const key of store.keys(DOCUMENTS)) counts[stateOf(documents, key.slice('doc~'.length))]++;
  } finally {
    await store.close();
    await keys.close();
  }
  const { readable, erased, damaged } = counts;
  return {
    lines: [`${hub.name}: ${readable} documents readable, ${erased} erased, ${damaged} damaged`],
    ok: damaged === 0,
  };
}

function stateOf(documents: Documents, id: string): 'readable' | 'erased' | 'damaged' {
  try {
    documents.read(id);
    return 'readable';
  } catch (error) {
    if (!(error instanceof HanlianError)) throw error;
    return error.code === 'DOCUMENT_ERASED' ? 'erased' : 'damaged';
  }
}
