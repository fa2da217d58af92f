// npm run replay -- [--ledger embedded|fabric] [--callers 50] [--requests 18000]
import '../../support/quiet.js';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startNetwork } from '@hanlian/network';
import { Closing } from '@hanlian/gateway/storage/closing';
import { runCity } from '../../support/city.js';
import { newFolder, removeFolder } from '../../support/folders.js';
import { replayWindow } from './window.js';

const { values } = parseArgs({
  options: {
    ledger: { type: 'string', default: 'embedded' },
    callers: { type: 'string', default: '50' },
    /** Five a second for an hour. */
    requests: { type: 'string', default: '18000' },
  },
});

const closing = new Closing();
try {
  const folder = await newFolder();
  closing.add({ close: () => removeFolder(folder) });
  const settings = await settingsFor(values.ledger, join(folder, 'network'));
  const run = (): ReturnType<typeof runCity> => runCity(join(folder, 'data'), {}, settings);
  const report = await replayWindow({
    callers: Number(values.callers),
    requests: Number(values.requests),
    run,
  });
  process.stdout.write(`${JSON.stringify({ ledger: values.ledger, ...report }, undefined, 2)}\n`);
  process.exitCode = report.problems.length === 0 ? 0 : 1;
} finally {
  await closing.close();
}

async function settingsFor(ledger: string, run: string): Promise<Record<string, string>> {
  if (ledger !== 'fabric') return {};
  const network = await startNetwork({ run, portOffset: 'free' });
  closing.add({ close: () => network.stop({ clean: true }) });
  return { HANLIAN_LEDGER: 'fabric', HANLIAN_NETWORK_RUN: network.layout.run };
}
