import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { definitionVersion, packageChaincode } from '@hanlian/network/chaincode/package';
import { archive } from '@hanlian/network/chaincode/tar';

describe('a chaincode package', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hanlian-package-'));
    writeFileSync(join(folder, 'package.json'), '{"main":"index.js","version":"1.2.3"}');
    writeFileSync(join(folder, 'index.js'), 'exports.contracts = [];');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const spec = (): Parameters<typeof packageChaincode>[0] => ({
    name: 'demo',
    folder,
    policy: 'p',
    collections: [],
  });

  it('is an archive that tar reads', () => {
    const { bytes, label } = packageChaincode(spec());
    const file = join(folder, 'package.tgz');
    writeFileSync(file, bytes);
    const list = execFileSync('tar', ['-tzf', file], { encoding: 'utf8' }).trim().split('\n');
    expect(list).to.deep.equal(['metadata.json', 'code.tar.gz']);
    const metadata = execFileSync('tar', ['-xzOf', file, 'metadata.json'], { encoding: 'utf8' });
    expect(JSON.parse(metadata)).to.deep.equal({ type: 'ccaas', label });
  });

  it('has an id of its label and the SHA-256 of its bytes, as a peer computes it', () => {
    const { id, label, bytes } = packageChaincode(spec());
    expect(id).to.equal(`${label}:${createHash('sha256').update(bytes).digest('hex')}`);
    expect(label).to.match(/^demo_[0-9a-f]{12}$/);
  });

  it('is the same for the same code, whatever lies beside it', () => {
    const before = packageChaincode(spec()).id;
    mkdirSync(join(folder, 'node_modules', 'x'), { recursive: true });
    writeFileSync(join(folder, 'node_modules', 'x', 'index.js'), 'x');
    writeFileSync(join(folder, 'index.js.map'), '{}');
    expect(packageChaincode(spec()).id).to.equal(before);
  });

  it('is another for other code', () => {
    const before = packageChaincode(spec()).id;
    writeFileSync(join(folder, 'index.js'), 'exports.contracts = [1];');
    expect(packageChaincode(spec()).id).not.to.equal(before);
  });

  it('cannot be made of a folder that was not built', () => {
    rmSync(join(folder, 'index.js'));
    expect(() => packageChaincode(spec()))
      .to.throw('index.js is missing')
      .with.property('code', 'CHAINCODE_NOT_BUILT');
    rmSync(join(folder, 'package.json'));
    expect(() => packageChaincode(spec())).to.throw('run `npm run build`');
  });

  it('says by its version when a new definition is needed', () => {
    const version = definitionVersion(spec(), '1.2.3');
    expect(version).to.match(/^1\.2\.3\+[0-9a-f]{8}$/);
    expect(definitionVersion({ ...spec(), policy: 'q' }, '1.2.3')).not.to.equal(version);
    expect(definitionVersion(spec(), '1.2.4')).not.to.equal(version);
    expect(definitionVersion({ ...spec(), folder: '/elsewhere' }, '1.2.3')).to.equal(version);
  });

  it('carries files of any length unchanged', () => {
    for (const length of [0, 1, 511, 512, 513, 5000]) {
      const content = 'x'.repeat(length);
      const file = join(folder, 'one.tgz');
      writeFileSync(file, archive([{ name: 'a', content }]));
      expect(execFileSync('tar', ['-xzOf', file, 'a'], { encoding: 'utf8' })).to.equal(content);
    }
  });
});
