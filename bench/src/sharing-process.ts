import { createServer } from '@hanlian/gateway/http/server';
import type { OrganisationName } from '@hanlian/gateway/organisations';
import { CALLERS } from '@hanlian/gateway/seed/callers';
import { addressSampleCallers } from '@hanlian/gateway/seed/index';
import { Closing } from '@hanlian/gateway/storage/closing';
import { pino } from 'pino';
import { hubOf, NO_LIMITS, openSampleCity } from './city.js';
import { timed } from './row.js';
import { granted } from './shared-data.js';

// A provider's hub and the auditor's behind their doors, in a process of their own, with one grant between two departments.
// Asked for `anchor`, it anchors all receipts and publishes the log, and tells how long that took; else its CPU time so far.
const [folder = ''] = process.argv.slice(2);
const closing = new Closing();
const city = closing.add(
  await openSampleCity(folder, { HANLIAN_CHECKPOINT_SECONDS: '0', HANLIAN_ANCHOR_SECONDS: '0' }),
);
const grant = await granted(city);
const logger = pino(pino.destination({ dest: '/dev/null', sync: false }));
const urls = new Map<string, string>();
for (const { hub } of city.hubs) {
  const server = closing.add(createServer(hub.services, { limits: NO_LIMITS, logger }));
  urls.set(hub.name, (await server.listen(0, '127.0.0.1')).url);
}
const callers = await addressSampleCallers(folder, urls);
const keyOf = (wanted: string): { url: string; key: string } => {
  const name = CALLERS.find(({ id }) => id === wanted)?.name;
  const found = callers.find((caller) => caller.name === name);
  if (found === undefined) throw new Error(`The sample city has no ${wanted}`);
  return { url: found.url, key: found.key };
};

async function anchor(): Promise<object> {
  const bureau = hubOf(city, 'bureau').administration;
  const taken = await timed(1, () => bureau.sharing.turn());
  const order: readonly OrganisationName[] = ['bureau', 'bank', 'auditor'];
  // Twice: in the second round each has heard of the others' signatures.
  for (const name of [...order, ...order]) await hubOf(city, name).administration.log.turn();
  return taken;
}

process.on('message', (question) => {
  const answer = question === 'anchor' ? anchor() : Promise.resolve(process.cpuUsage());
  void answer.then((said) => process.send?.(said));
});
process.once('disconnect', () => void closing.close().then(() => process.exit()));
process.send?.({
  grant,
  requester: keyOf('housing-clerk'),
  provider: keyOf('market-clerk'),
  auditor: keyOf('auditor'),
});
