import { createServer } from '@hanlian/gateway/http/server';
import { Closing } from '@hanlian/gateway/storage/closing';
import { pino } from 'pino';
import { bureauOf, openSampleCity } from './city.js';
import { clerkIn } from './sample.js';

/** Rates that no benchmark meets; whatever else a request passes in service, it passes here, its log line too. */
const LIMITS = { callerPerMinute: 1e9, anonymousPerMinute: 1e9, concurrent: 1e6 };

// The sample city with the bureau's door open, in a process of its own. Asked anything, it tells its CPU time so far and its memory.
const [folder = ''] = process.argv.slice(2);
const closing = new Closing();
const city = closing.add(await openSampleCity(folder));
const bureau = bureauOf(city);
const logger = pino(pino.destination({ dest: '/dev/null', sync: false }));
const server = closing.add(createServer(bureau.services, { limits: LIMITS, logger }));
const { url } = await server.listen(0, '127.0.0.1');
const { key } = await clerkIn(folder);
process.on('message', () => process.send?.({ ...process.cpuUsage(), rss: process.memoryUsage.rss() }));
process.once('disconnect', () => void closing.close().then(() => process.exit()));
process.send?.({ url, key });
