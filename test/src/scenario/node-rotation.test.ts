import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '@hanlian/gateway/commands/index';
import { ConfigError, readConfig } from '@hanlian/gateway/config';
import { expect } from 'chai';
import { runCity, type RunningCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';

const ORDER = {
  type: '11100000MB0143028R901',
  basis: { law: '食品安全法第三十五条', document: '示例许〔2026〕7号' },
  certificates: [
    {
      holders: [{ typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' }],
      fields: { unitName: '示例餐饮有限公司', unitCode: '91350100M000100Y43', premises: '示例路1号' },
    },
  ],
};

describe("the embedded ledger's node, certified anew by a command", function () {
  this.timeout(120_000);
  let folder: string;
  const issued: string[] = [];

  const settings = (name: string): ReturnType<typeof readConfig> =>
    readConfig({ HANLIAN_DATA: join(folder, name), HANLIAN_PORT: '0' });
  const run = (
    command: string,
    given: readonly string[] = [],
    name = 'data',
  ): ReturnType<typeof runCommand> => runCommand(settings(name), command, given);
  const rotate = async (): Promise<void> => {
    expect((await run('rotate-key', ['bureau', 'node'])).ok).to.equal(true);
  };
  const file = (name: string): string => join(folder, 'data', 'bureau', name);
  const serial = async (): Promise<string> =>
    new X509Certificate(await readFile(file('node.pem'))).serialNumber;
  const inCity = async (work: (city: RunningCity) => Promise<void>, name = 'data'): Promise<void> => {
    const city = await runCity(join(folder, name));
    try {
      await work(city);
    } finally {
      await city.stop();
    }
  };
  const issue = async (city: RunningCity): Promise<void> => {
    const clerk = city.callers.find(({ role }) => role === 'clerk')!;
    const { status, body } = await city.ask(clerk, '/v1/licenses', ORDER);
    expect(status, JSON.stringify(body)).to.equal(201);
    issued.push((body.certificates as [{ id: string }])[0].id);
  };
  const requireValid = async (city: RunningCity): Promise<void> => {
    const clerk = city.callers.find(({ role }) => role === 'clerk')!;
    for (const id of issued) {
      const document = (await city.ask(clerk, `/v1/licenses/${id}/document`)).body;
      const { body } = await city.ask('auditor', '/v1/verifications', { document });
      expect(body.verdict, id).to.equal('VALID');
    }
  };
  const requireWell = async (name = 'data'): Promise<void> => {
    const { ok, lines } = await run('fsck', [], name);
    expect(ok, lines.join('\n')).to.equal(true);
  };

  before(async () => {
    folder = await newFolder();
    await inCity(issue);
  });
  after(() => removeFolder(folder));

  it('goes on under the next certificate, again and again, and every block still checks', async () => {
    const serials = [await serial()];
    while (serials.length < 3) {
      await rotate();
      serials.push(await serial());
      await inCity(async (city) => {
        await issue(city);
        await requireValid(city);
      });
      await requireWell();
    }
    expect(new Set(serials).size).to.equal(3);
  });

  it('is backed up and restored with the certificates it had', async () => {
    const copy = [join(folder, 'copy'), join(folder, 'copy-keys')];
    await run('backup', copy);
    await run('restore', copy, 'restored');
    await requireWell('restored');
    await inCity(requireValid, 'restored');
  });

  it('goes on as before where a rotation broke off, and is then rotated', async () => {
    const [present, former] = await Promise.all(
      ['node.pem', 'former-nodes.pem'].map((name) => readFile(file(name), 'utf8')),
    );
    // The former certificates are written, and the power fails before the next one is.
    await writeFile(file('former-nodes.pem'), former! + present!);
    await inCity(issue);
    await rotate();
    await inCity(requireValid);
    await requireWell();
  });

  it('is refused where there is no node', async () => {
    const error = await run('rotate-key', ['bank', 'node']).catch((failure: unknown) => failure);
    expect(error).to.be.instanceOf(ConfigError);
  });
});
