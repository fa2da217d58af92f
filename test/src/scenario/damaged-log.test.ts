import { runCity, type RunningCity } from '../support/city.js';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { runCommand } from '@hanlian/gateway/commands/index';
import { readConfig } from '@hanlian/gateway/config';
import type { OrganisationName } from '@hanlian/gateway/organisations';
import { eventually } from '../support/eventually.js';
import { newFolder, removeFolder } from '../support/folders.js';

const ORGANISATIONS = ['bureau', 'bank', 'auditor'] as const;

describe('a log whose files are damaged', function () {
  this.timeout(60_000);
  let folder: string;
  let city: RunningCity;
  let note: string;

  const command = async (name: string): Promise<{ ok: boolean; text: string }> => {
    const config = readConfig({ HANLIAN_DATA: folder, HANLIAN_PORT: '0' });
    const { ok, lines } = await runCommand(config, name, []);
    return { ok, text: lines.join('\n') };
  };
  const turns = async (): Promise<void> => {
    for (const name of ORGANISATIONS) await city.hub(name).administration.log.turn();
  };
  const noteOf = async (name: OrganisationName): Promise<string> =>
    (await fetch(`${city.url(name)}/v1/log/checkpoint`)).text();
  /** The last file of a kind that a hub has written: a tile that is full, or the widest of one that is not. */
  const lastOf = async (name: OrganisationName, kind: string): Promise<string> => {
    const place = join(folder, name, 'log', kind);
    const last = (await readdir(place)).sort().at(-1)!;
    if (!last.endsWith('.p')) return join(place, last);
    const widths = (await readdir(join(place, last))).map(Number).sort((a, b) => a - b);
    return join(place, last, String(widths.at(-1)));
  };
  const flip = async (path: string): Promise<void> => {
    const bytes = await readFile(path);
    await writeFile(
      path,
      bytes.map((byte, i) => (i === 40 ? byte ^ 1 : byte)),
    );
  };

  before(async () => {
    folder = await newFolder();
    city = await runCity(folder);
    note = await eventually(async () => {
      await turns();
      const cosigned = await noteOf('bank');
      expect(cosigned.match(/\/witness\//g)).to.have.lengthOf(2);
      return cosigned;
    });
    await city.stop();
    await truncate(await lastOf('bank', 'tile/0'), 100);
    await flip(await lastOf('auditor', 'tile/entries'));
  });
  after(() => removeFolder(folder));

  it('is named by fsck, file by file', async () => {
    const { ok, text } = await command('fsck');
    expect(ok).to.equal(false);
    expect(text).to.match(/bureau: the log is right/);
    expect(text).to.match(/bank: the log cannot be read: tile\/0\/00\d(\.p\/\d+)? is not what was written/);
    expect(text).to.match(
      /auditor: the log cannot be read: tile\/entries\/00\d(\.p\/\d+)? is not what was written/,
    );
  });

  it('is made anew while the hub serves, to the same checkpoint, and the damaged files are kept', async () => {
    city = await runCity(folder);
    for (const name of ORGANISATIONS)
      expect((await city.ask(name, '/v1/types?limit=1')).status).to.equal(200);
    await turns();
    for (const name of ORGANISATIONS)
      await eventually(async () => expect(await noteOf(name), name).to.equal(note));
    await city.stop();
    for (const name of ['bank', 'auditor'])
      expect(await readdir(join(folder, name, 'log.damaged'))).to.include('state.json');
    expect((await command('fsck')).text).to.match(/bank: the log is right/);
  });

  it('is made anew by rebuild-log, which fsck then finds right', async () => {
    await flip(await lastOf('bank', 'sm3/tile/0'));
    expect((await command('fsck')).ok).to.equal(false);
    const { ok, text } = await command('rebuild-log');
    expect(ok).to.equal(true);
    expect(text).to.match(/bank: the log was made anew, \d+ leaves/);
    expect((await command('fsck')).ok).to.equal(true);
  });
});
