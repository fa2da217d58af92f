import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { BUILDER } from '@hanlian/network/configuration/environment';

const LABEL = 'demo_1';

/** The peer runs these three by themselves, with almost no environment. */
describe('the external builder', () => {
  let folder: string;
  const path = (...parts: string[]): string => join(folder, ...parts);
  const builder = (program: string, ...args: string[]): ReturnType<typeof spawnSync> =>
    spawnSync(join(BUILDER, 'bin', program), args, {
      encoding: 'utf8',
      env: {
        PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
        HANLIAN_CHAINCODES: path('chaincodes.json'),
      },
    });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hanlian-builder-'));
    for (const part of ['source', 'metadata', 'output', 'release']) mkdirSync(path(part));
    writeFileSync(path('metadata', 'metadata.json'), JSON.stringify({ type: 'ccaas', label: LABEL }));
    const connection = {
      address: '{{.address}}',
      tls_required: true,
      root_cert: '{{.root_cert}}',
      dial_timeout: '10s',
    };
    writeFileSync(path('source', 'connection.json'), JSON.stringify(connection));
    const chaincodes = { addresses: { [LABEL]: 'localhost:9100' }, root_cert: 'line one\nline "two"' };
    writeFileSync(path('chaincodes.json'), JSON.stringify(chaincodes));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('takes chaincode that runs as a service and leaves the rest to others', () => {
    expect(builder('detect', path('source'), path('metadata')).status).to.equal(0);
    writeFileSync(path('metadata', 'metadata.json'), JSON.stringify({ type: 'node', label: LABEL }));
    expect(builder('detect', path('source'), path('metadata')).status).to.equal(1);
  });

  it("writes this peer's address and certificates into the connection, and hands it to the peer", () => {
    expect(builder('build', path('source'), path('metadata'), path('output')).status).to.equal(0);
    expect(builder('release', path('output'), path('release')).status).to.equal(0);
    const connection: unknown = JSON.parse(
      readFileSync(path('release', 'chaincode', 'server', 'connection.json'), 'utf8'),
    );
    expect(connection).to.deep.equal({
      address: 'localhost:9100',
      tls_required: true,
      root_cert: 'line one\nline "two"',
      dial_timeout: '10s',
    });
  });

  it('refuses a package nobody announced, and says which', () => {
    writeFileSync(path('chaincodes.json'), JSON.stringify({ addresses: {} }));
    const { status, stderr } = builder('build', path('source'), path('metadata'), path('output'));
    expect(status).to.equal(1);
    expect(stderr).to.include(`no address for chaincode ${LABEL}`);
  });
});
