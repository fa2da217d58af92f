import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { EvidenceDocument } from '@hanlian/certificates';
import type { IssueAnswer } from '@hanlian/chaincode/domain';
import type { Hub } from '@hanlian/gateway/hub-types';
import { CHAINCODE } from '@hanlian/gateway/places';
import { ReadModel } from '@hanlian/gateway/readmodel/read-model';
import { catchUp } from '@hanlian/gateway/readmodel/rebuild';
import { issue as issueBatch } from '@hanlian/gateway/services/licenses/issue';
import type { Caller } from '@hanlian/gateway/services/types';
import { bureauOf, inFolder, openSampleCity } from './city.js';
import { timed, type Bench, type Figure, type Size } from './row.js';
import { CLERK, issueOf } from './sample.js';

const WARM_UP = 500;

/** Bulk work through the services of a hub, in this process: what the machine can do without HTTP. */
export const batches: Bench = {
  rows: [
    {
      id: 'batch',
      work: 'issue a batch',
      workload:
        'A batch of business licences of as many enterprises through the service: seven salted fields each, both trees, one seal, bodies encrypted, transactions of 512 signed twice, checked, dispatched through fabric-shim and validated; it returns when keys, bodies, envelopes and blocks are synced.',
      unit: '/s',
      floor: 10_000,
      goal: 30_000,
    },
    {
      id: 'verify',
      work: 'verify each certificate of it',
      workload:
        'Each document as its JSON through the verification service: every field and path hashed again in both suites, the seal (shared by the batch, its signature checked once), issuer, anchor and status by the read model; nothing is written.',
      unit: '/s',
      floor: 5_000,
      goal: 15_000,
    },
    {
      id: 'rebuild',
      work: 'rebuild the read model, records',
      workload:
        'The read model built anew from block 0 in an empty folder, counted in records written by transactions; every block is read and decoded, no signature is checked, nothing is synced.',
      unit: '/s',
      floor: 20_000,
      goal: 50_000,
    },
  ],
  run: (size) =>
    inFolder(async (folder) => {
      const city = await openSampleCity(folder);
      try {
        return await measure(bureauOf(city), folder, size);
      } finally {
        await city.close();
      }
    }),
};

async function measure(hub: Hub, folder: string, { batch }: Size): Promise<Record<string, Figure>> {
  const clerk = hub.administration.callers.find(CLERK) as Caller;
  await issue(hub, clerk, Math.min(WARM_UP, batch));
  let ids: readonly string[] = [];
  const issuing = await timed(batch, async () => (ids = await issue(hub, clerk, batch)));
  const documents: string[] = [];
  for (const id of ids) documents.push(JSON.stringify(await hub.services.licenses.document(clerk, id)));
  return {
    batch: issuing,
    verify: await timed(batch, () => verifyAll(hub, documents)),
    rebuild: await rebuild(hub, join(folder, 'rebuilt')),
  };
}

async function issue({ administration }: Hub, clerk: Caller, count: number): Promise<readonly string[]> {
  const once = { key: randomUUID(), bodyDigest: '' };
  const { licenses } = administration;
  const answer = (await issueBatch(licenses, { caller: clerk }, issueOf(count), once)) as IssueAnswer;
  return answer.certificates.map(({ id }) => id);
}

async function verifyAll({ services }: Hub, documents: readonly string[]): Promise<void> {
  for (const text of documents) {
    const document = JSON.parse(text) as EvidenceDocument;
    const { verdict } = await services.verifications.verify({ document });
    if (verdict !== 'VALID') throw new Error(`The benchmark's own document is ${verdict}`);
  }
}

async function rebuild({ administration }: Hub, folder: string): Promise<Figure> {
  const { ledger } = administration.licenses;
  const last = await ledger.latest();
  let records = 0;
  for (let number = 0; number <= last.block; number++) {
    const block = await ledger.block(number);
    for (const { writes } of block?.transactions ?? []) records += writes.length;
  }
  const model = await ReadModel.open(folder, CHAINCODE);
  try {
    return await timed(records, () => catchUp(ledger, model, last));
  } finally {
    await model.close();
  }
}
