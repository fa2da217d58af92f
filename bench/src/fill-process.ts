import { randomUUID } from 'node:crypto';
import { bureauOf, openSampleCity } from './city.js';
import { timed } from './row.js';
import { CLERK, issueOf } from './sample.js';

const BATCH = 10_000;

// Fills the sample city in a folder with certificates, says how many it made a second, and closes when hung up on.
const [folder = '', count = ''] = process.argv.slice(2);
const city = await openSampleCity(folder);
const { services, administration } = bureauOf(city);
const clerk = administration.callers.find(CLERK);
if (clerk === undefined) throw new Error('The sample city has no such clerk');
const { value } = await timed(Number(count), async () => {
  for (let issued = 0; issued < Number(count); issued += BATCH) {
    await services.licenses.issue(clerk, issueOf(BATCH), { key: randomUUID(), bodyDigest: '' });
  }
});
process.once('disconnect', () => void city.close().then(() => process.exit()));
process.send?.(value);
