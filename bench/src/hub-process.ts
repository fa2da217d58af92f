import { openCity, type City } from '@hanlian/gateway/city';
import { readConfig } from '@hanlian/gateway/config';
import { createServer } from '@hanlian/gateway/http/server';
import { Closing } from '@hanlian/gateway/storage/closing';
import { pino } from 'pino';
import { bureauOf, NO_LIMITS, openSampleCity } from './city.js';
import { clerkIn } from './sample.js';

// The sample city with the bureau's door open, in a process of its own. Asked anything, it tells its CPU time so far and its memory.
// Whatever a request passes in service but the limits, it passes here, its log line too. With `alone`, the other hubs are
// closed once the city stands, as where each organisation runs its own.
const [folder = '', alone] = process.argv.slice(2);
const closing = new Closing();
const whole = await openSampleCity(folder);
const city = closing.add(alone === undefined ? whole : await reopenedAlone(whole));
const bureau = bureauOf(city);
const logger = pino(pino.destination({ dest: '/dev/null', sync: false }));
const server = closing.add(createServer(bureau.services, { limits: NO_LIMITS, logger }));
const { url } = await server.listen(0, '127.0.0.1');
const { key } = await clerkIn(folder);
process.on('message', () => process.send?.({ ...process.cpuUsage(), rss: process.memoryUsage.rss() }));
process.once('disconnect', () => void closing.close().then(() => process.exit()));
process.send?.({ url, key });

async function reopenedAlone(city: City): Promise<City> {
  await city.close();
  return openCity(readConfig({ HANLIAN_DATA: folder, HANLIAN_HUBS: 'bureau' }));
}
