import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { newFolder, removeFolder } from '../../support/folders.js';

const run = promisify(execFile);

/** The script in a copy of what it needs, on a machine that has only the programs given. */
describe('building Fabric', () => {
  let folder: string;
  let programs: string;

  beforeEach(async () => {
    folder = await newFolder();
    programs = join(folder, 'programs');
    await mkdir(programs);
    await cp('scripts', join(folder, 'scripts'), { recursive: true });
    for (const part of ['versions.json', 'fabric', 'fabric-ca'])
      await cp(join('tools', part), join(folder, 'tools', part), { recursive: true });
  });

  afterEach(() => removeFolder(folder));

  const build = async (): Promise<string> => {
    try {
      await run(process.execPath, [join(folder, 'scripts', 'build-fabric.mjs')], {
        env: { PATH: programs },
      });
    } catch (error) {
      return (error as { stderr: string }).stderr;
    }
    throw new Error('it did not fail');
  };

  it('without Go says so, and how to get it, and leaves nothing behind', async () => {
    const told = await build();
    expect(told).to.include('fabric cannot be built: Go is not installed. Install Go');
    expect(told).to.include('HANLIAN_FABRIC_BIN').and.include('未安装 Go');
    expect(told).not.to.include('    at ');
    expect(await readdir(join(folder, 'tools'))).not.to.include('bin');
  });

  it('without a C compiler says that the authority needs one; what was built before stays', async () => {
    // A Go that builds nothing: the compiler is asked for only once Fabric itself is done.
    const go = join(programs, 'go');
    const sample = join(folder, 'module', 'sampleconfig');
    await mkdir(sample, { recursive: true });
    for (const file of ['core.yaml', 'orderer.yaml']) await writeFile(join(sample, file), '');
    await writeFile(go, `#!/bin/sh\n[ "$1" = list ] && echo ${join(folder, 'module')} || echo go1.26\n`);
    await chmod(go, 0o755);
    await symlink('/bin/sh', join(programs, 'sh'));
    const told = await build();
    expect(told).to.include('fabric-ca cannot be built').and.include('gcc is not installed');
    expect(told).to.include('未安装 gcc');
    expect((await readdir(join(folder, 'tools', 'bin'))).map((name) => name.split('-')[0])).to.deep.equal([
      'fabric',
    ]);
  });
});
