import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@hanlian/chaincode/domain';
import { Sources } from '@hanlian/gateway/sharing/sources/index';
import { expect } from 'chai';
import { newFolder, removeFolder } from '../../../support/folders.js';

const RESOURCE = '307013/1';
const ENTERPRISE = '91350100M000100Y43';

describe('a file of records as a source', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(() => removeFolder(folder));

  async function given(items: Record<string, string>, fields: readonly string[]): Promise<JsonObject> {
    const path = join(folder, 'records.csv');
    await writeFile(path, `uscc,phone_shown,phone,name\n${ENTERPRISE},138****0000,13800000000,示例餐饮\n`);
    const settings = { kind: 'file', path, subject: 'uscc', items };
    const file = JSON.stringify({ v: 1, resources: { [RESOURCE]: settings } });
    await writeFile(join(folder, 'sharing-sources.json'), file);
    const [row] = await (await Sources.open(folder)).ask(RESOURCE, ENTERPRISE, fields);
    return row!;
  }

  it('gives an item from the column that was named for it, not from one that happens to bear its name', async () => {
    expect(await given({ phone: 'phone_shown' }, ['phone'])).to.deep.equal({
      phone: '138****0000',
      name: '示例餐饮',
    });
  });

  it('gives a column under each of the items it was named for, and under its own name no more', async () => {
    expect(await given({ title: 'name', holder: 'name' }, ['title', 'holder'])).to.deep.equal({
      title: '示例餐饮',
      holder: '示例餐饮',
      phone_shown: '138****0000',
      phone: '13800000000',
    });
  });
});
