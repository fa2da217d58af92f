import { expect } from 'chai';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';

describe('what a running city says of its health', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  const metricsOf = async (hub: 'bureau' | 'auditor'): Promise<string> =>
    (await fetch(`${city.url(hub)}/metrics`)).text();

  it('it is ready once it is seeded, with nothing behind', async () => {
    expect((await city.ask('bureau', '/health/ready')).body.ready).equal(true);
    expect(await metricsOf('bureau')).match(/^hanlian_projection_lag_blocks 0$/m);
    expect(await metricsOf('bureau')).match(/^hanlian_sharing_failing 0$/m);
  });

  it('it warns of everything that ends, in the future and by its kind', async () => {
    const lines = (await metricsOf('bureau')) + (await metricsOf('auditor'));
    const ends = [
      ...lines.matchAll(/^hanlian_expiry_timestamp_seconds\{kind="(\w+)",name="[^"]+"\} (\S+)$/gm),
    ];
    const kinds = new Set(ends.map(([, kind]) => kind));
    for (const kind of [
      'root',
      'issuing',
      'node',
      'callerCertificate',
      'sealCertificate',
      'stampAuthority',
      'calendar',
    ]) {
      expect([...kinds]).include(kind);
    }
    // The sample city's calendars end when they do: what is told of them then is told in vitals.test.ts.
    const keys = ends.filter(([, kind]) => kind !== 'calendar');
    for (const [line, , until] of keys) expect(Number(until), line).greaterThan(Date.now() / 1000);
  });
});
