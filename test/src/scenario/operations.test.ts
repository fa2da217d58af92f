import { runCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { runCommand } from '@hanlian/gateway/commands/index';
import { ConfigError, readConfig } from '@hanlian/gateway/config';
import { openCity } from '@hanlian/gateway/city';

const basis = { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' };
const order = {
  type: '11100000MB0143028R901',
  basis,
  certificates: [
    {
      holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
      fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
    },
  ],
};

/** The error a promise is refused with. */
const refusal = (work: Promise<unknown>): Promise<{ code?: string; message: string } | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => error as { code?: string; message: string },
  );

describe("the operator's commands", function () {
  this.timeout(120_000);
  let folder: string;
  let id: string;
  const data = (name = 'data'): ReturnType<typeof readConfig> =>
    readConfig({ HANLIAN_DATA: join(folder, name), HANLIAN_PORT: '0' });

  before(async () => {
    folder = await newFolder();
    const city = await runCity(join(folder, 'data'));
    const clerk = city.callers.find(({ role }) => role === 'clerk')!;
    const { body } = await city.ask(clerk, '/v1/licenses', order);
    id = (body.certificates as { id: string }[])[0]!.id;
    await city.stop();
  });
  after(() => removeFolder(folder));

  it('find the ledger, every read model and every document in order', async () => {
    const { lines, ok } = await runCommand(data(), 'fsck', []);
    expect(ok, lines.join('\n')).equal(true);
    expect(lines[0]).match(/ 0 problems$/);
  });

  it('rebuild the read models to the same bytes, and the state maps', async () => {
    const { lines } = await runCommand(data(), 'rebuild', []);
    expect(lines).deep.equal(
      ['bureau', 'bank', 'auditor'].flatMap((name) => [
        `${name}: the read model was right, byte for byte`,
        `${name}: the state map was made anew, with proofs for 0 checkpoints`,
      ]),
    );
  });

  it('bring a backup to life elsewhere, with callers, documents and idempotency keys', async () => {
    await runCommand(data(), 'backup', [join(folder, 'copy'), join(folder, 'copy-keys')]);
    await runCommand(data('restored'), 'restore', [join(folder, 'copy'), join(folder, 'copy-keys')]);
    const city = await runCity(join(folder, 'restored'));
    try {
      const clerk = city.callers.find(({ role }) => role === 'clerk')!;
      const document = (await city.ask(clerk, `/v1/licenses/${id}/document`)).body;
      const { body } = await city.ask('auditor', '/v1/verifications', { document });
      expect(body.verdict).equal('VALID');
    } finally {
      await city.stop();
    }
  });

  it('cannot open a backup without its keys', async () => {
    const error = await refusal(
      runCommand(data('keyless'), 'restore', [join(folder, 'copy'), join(folder, 'nothing')]),
    );
    expect(error).not.equal(undefined);
  });

  it('back up no folder named by mistake, and make nothing there', async () => {
    const target = [join(folder, 'of-nothing'), join(folder, 'of-nothing-keys')];
    const error = await refusal(runCommand(data('nowhere'), 'backup', target));
    expect(error?.message).match(/^There is no hub bureau in .* to back up$/);
    expect(existsSync(join(folder, 'nowhere'))).equal(false);
  });

  it('overwrite nothing', async () => {
    const copy = await refusal(runCommand(data(), 'backup', [join(folder, 'copy'), join(folder, 'new')]));
    expect(copy).instanceOf(ConfigError);
    const back = await refusal(
      runCommand(data(), 'restore', [join(folder, 'copy'), join(folder, 'copy-keys')]),
    );
    expect(back).instanceOf(ConfigError);
  });

  it('find out when the ledger under the data is another', async () => {
    const ledger = join(folder, 'data', 'ledger');
    const elsewhere = join(folder, 'ledger-elsewhere');
    await (await openCity(data())).close();
    await rename(ledger, elsewhere);
    try {
      expect((await refusal(openCity(data())))?.code).equal('LEDGER_FOREIGN');
    } finally {
      await rm(ledger, { recursive: true });
      await rename(elsewhere, ledger);
    }
    await (await openCity(data())).close();
  });

  it('leave a running city alone', async () => {
    const city = await openCity(data());
    try {
      for (const command of ['fsck', 'rebuild']) {
        expect((await refusal(runCommand(data(), command, [])))?.code).equal('LEDGER_LOCKED');
      }
      const erasure = await refusal(runCommand(data(), 'erase', ['001', '91350100M000100Y43']));
      expect(erasure?.code).equal('LEDGER_LOCKED');
    } finally {
      await city.close();
    }
  });

  it('erase a holder for good, and the check counts what is gone', async () => {
    const { lines } = await runCommand(data(), 'erase', ['001', '91350100M000100Y43']);
    expect(lines[0]).equal('bureau: erased');
    const { lines: found, ok } = await runCommand(data(), 'fsck', []);
    expect(ok).equal(true);
    expect(found.find((line) => line.startsWith('bureau:') && line.includes('documents'))).match(
      /[1-9]\d* erased, 0 damaged$/,
    );
  });

  it('are explained when they are not understood', async () => {
    const work = (): Promise<unknown> => Promise.resolve().then(() => runCommand(data(), 'destroy', []));
    expect((await refusal(work()))?.message).match(/^Usage: rebuild \| /);
    const missing = (): Promise<unknown> =>
      Promise.resolve().then(() => runCommand(data(), 'erase', ['001']));
    expect((await refusal(missing()))?.message).equal('Usage: erase <holder type code> <holder code>');
  });
});
