import { runCity, type Answer, type RunningCity } from '../support/city.js';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { runCommand } from '@hanlian/gateway/commands/index';
import { readConfig } from '@hanlian/gateway/config';
import { TYPES } from '@hanlian/gateway/seed/types';
import type { SampleCallerKey } from '@hanlian/gateway/seed/index';
import { newFolder, removeFolder } from '../support/folders.js';

const holder = { typeCode: '001', code: '91350100M000100Y43', name: '示例餐饮有限公司' };
const order = {
  type: TYPES.foodBusiness.code,
  basis: { law: '食品安全法第三十五条', document: '示例许〔2026〕2号' },
  certificates: [
    { holders: [holder], fields: { unitName: holder.name, unitCode: holder.code, premises: '示例路1号' } },
  ],
};

interface Issued {
  readonly key: string;
  readonly id: string;
}

describe('a backup taken while the city works', function () {
  this.timeout(120_000);
  let folder: string;
  let city: RunningCity;
  const issued: Issued[] = [];
  /** What was acknowledged when the backup began. */
  let acknowledged: readonly Issued[];
  let lines: readonly string[];

  const settings = (name: string): ReturnType<typeof readConfig> =>
    readConfig({ HANLIAN_DATA: join(folder, name), HANLIAN_PORT: '0' });
  const clerkOf = ({ callers }: RunningCity): SampleCallerKey =>
    callers.find(({ role, department }) => role === 'clerk' && department === TYPES.foodBusiness.issuer)!;
  const paths = (id: string): string[] => [
    `/v1/licenses/${id}`,
    `/v1/licenses/${id}/history`,
    `/v1/licenses/${id}/state?effectiveAt=2027-01-01`,
  ];
  const answersOf = (own: RunningCity, id: string): Promise<Answer[]> =>
    Promise.all(paths(id).map((path) => own.ask(clerkOf(own), path)));

  before(async () => {
    folder = await newFolder();
    city = await runCity(join(folder, 'data'));
    let isOver = false;
    const writer = async (name: string): Promise<void> => {
      for (let number = 0; !isOver; number++) {
        const key = `${name}-${number}`;
        const { status, body } = await city.ask(clerkOf(city), '/v1/licenses', order, key);
        expect(status, JSON.stringify(body)).equal(201);
        const [{ id }] = body.certificates as [{ id: string }];
        issued.push({ key, id });
      }
    };
    const writers = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(writer);
    while (issued.length < 50) await pause(10);
    acknowledged = [...issued];
    // When a block was first seen is noted behind the answer to its writer; a reader waits for that.
    await answersOf(city, acknowledged.at(-1)!.id);
    const copy = [join(folder, 'copy'), join(folder, 'copy-keys')];
    ({ lines } = await runCommand(settings('data'), 'backup', copy));
    const during = issued.length;
    while (issued.length < during + 20) await pause(10);
    isOver = true;
    await Promise.all(writers);
    await runCommand(settings('restored'), 'restore', copy);
  });
  after(async () => {
    await city.stop();
    await removeFolder(folder);
  });

  it('is taken by the running process itself, which goes on writing', () => {
    expect(lines[0]).match(/^ledger: \d+ blocks$/);
    expect(issued.length).greaterThan(acknowledged.length + 20);
  });

  it('passes the check, log and documents included', async () => {
    const { lines: found, ok } = await runCommand(settings('restored'), 'fsck', []);
    expect(ok, found.join('\n')).equal(true);
  });

  it('serves the same answers as the city it was taken of, and gives an acknowledged key its answer again', async () => {
    const restored = await runCity(join(folder, 'restored'));
    try {
      for (const { key, id } of acknowledged) {
        expect(await answersOf(restored, id), id).deep.equal(await answersOf(city, id));
        const again = await restored.ask(clerkOf(restored), '/v1/licenses', order, key);
        expect((again.body.certificates as [{ id: string }])[0].id).equal(id);
        const document = (await restored.ask(clerkOf(restored), `/v1/licenses/${id}/document`)).body;
        const { body } = await city.ask('auditor', '/v1/verifications', { document });
        expect(body.verdict).equal('VALID');
      }
    } finally {
      await restored.stop();
    }
  });

  it('holds later writes whole or not at all', async () => {
    const restored = await runCity(join(folder, 'restored'));
    try {
      await restored.hub('bureau').administration.resumed;
      const seen = { whole: 0, absent: 0 };
      for (const { id } of issued.slice(acknowledged.length)) {
        const [license, document, history] = await Promise.all(
          ['', '/document', '/history'].map((part) =>
            restored.ask(clerkOf(restored), `/v1/licenses/${id}${part}`),
          ),
        );
        expect(document!.status, id).equal(license!.status);
        for (const { recorded } of (history!.body.entries ?? []) as { recorded: object }[])
          expect(recorded, id).to.have.property('firstSeen');
        seen[license!.status === 200 ? 'whole' : 'absent']++;
      }
      expect(seen.absent, 'some were written after the cut').greaterThan(0);
    } finally {
      await restored.stop();
    }
  });

  it('is none before it is finished', async () => {
    await rm(join(folder, 'copy', 'backup.json'));
    const copy = [join(folder, 'copy'), join(folder, 'copy-keys')];
    const error = await runCommand(settings('again'), 'restore', copy).catch((failure: unknown) => failure);
    expect(error)
      .property('message')
      .match(/holds no finished backup$/);
  });
});
