import { noteVerifiers, trustBy } from '@hanlian/certificates';
import { tilePath, utf8Encode, type LedgerEvent } from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { Monitor } from '@hanlian/gateway/monitor/monitor';
import { policyOf } from '@hanlian/gateway/monitor/policy';
import { logAt } from '@hanlian/gateway/monitor/source';
import { MonitorState } from '@hanlian/gateway/monitor/state';
import { newFolder, removeFolder } from '../../../../support/folders.js';
import { keyText } from '../../../../support/log.js';
import { ServedLog } from '../../../../support/served-log.js';
import { codeOf, type Cases } from './case.js';

const [SEEN, NEXT] = [300, 400];
const PARTIAL = tilePath({ level: 'entries', index: 1, width: NEXT - 256 });
const eventAt = (i: number): LedgerEvent => ({ v: 1, type: 'license.suspend', count: 1, key: `lic~${i}` });
const otherAt = (i: number): LedgerEvent => (i === 7 ? { ...eventAt(i), count: 2 } : eventAt(i));

/** What a monitor that has seen a log says once the log misbehaves; it takes up an honest one again afterwards. */
async function found(misbehave: (log: ServedLog) => Promise<void> | void): Promise<string> {
  const [folder, served] = [await newFolder(), new ServedLog(eventAt)];
  await served.open();
  const { log, witness } = served;
  const names = { log: `BureauMSP=${keyText(log)}`, witnesses: [`BankMSP=${keyText(witness)}`], quorum: 2 };
  const monitor = new Monitor({
    source: logAt(served.url, 5000),
    state: await MonitorState.open(folder),
    trust: trustBy(policyOf(names), noteVerifiers),
    watch: { issuers: [], types: [], records: [] },
    tell: () => undefined,
  });
  try {
    await served.grow(SEEN);
    await monitor.look();
    await misbehave(served);
    const code = await codeOf(() => monitor.look());
    await served.grow(NEXT);
    const { size } = await monitor.look();
    return size === NEXT ? code : `${code}, and it does not go on`;
  } finally {
    await served.close();
    await removeFolder(folder);
  }
}

const bent =
  (bend: (bundle: Buffer) => Uint8Array) =>
  async (log: ServedLog): Promise<void> => {
    await log.grow(NEXT);
    log.files.set(PARTIAL, bend(Buffer.from(log.files.get(PARTIAL) as Uint8Array)));
  };

export const MONITORED: Cases = {
  'it shows two trees of one size': () =>
    found((log) => log.sign({ mapRoot: nodeHashes.sha256(utf8Encode('another')) })),
  'it changes what it had shown': () => found((log) => log.grow(NEXT, otherAt)),
  'it shrinks': () => found((log) => log.grow(SEEN - 1)),
  'it goes back to what it had shown before': () => found((log) => log.grow(1)),
  'a bundle is truncated': () => found(bent((bundle) => bundle.subarray(0, -1))),
  'a bundle has a bit flipped': () =>
    found(bent((bundle) => bundle.map((byte, i) => (i === bundle.length - 2 ? byte ^ 1 : byte)))),
  'it answers nothing': () => found((log) => log.files.clear()),
};
