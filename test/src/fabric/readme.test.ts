import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { RunningCity } from '../support/city.js';
import { commandsUnder, READMES } from '../support/readme.js';
import { runCityOnFabric, sharedFolder } from './city-on-fabric.js';
import { sharedNetwork } from './shared-network.js';

const run = promisify(execFile);
const CLI = fileURLToPath(new URL('../../../network/dist/cli/bin.js', import.meta.url));

describe('README, on Hyperledger Fabric', () => {
  let city: RunningCity;

  before(async () => {
    city = await runCityOnFabric();
  });
  after(() => city.stop());

  for (const [index, { file, fabric }] of READMES.entries()) {
    it(`${file} gives commands that work: issue at a hub, see it on another organisation's peer`, async () => {
      const script = (await commandsUnder(file, fabric)).at(-1) ?? '';
      const commands = script
        .replaceAll('http://127.0.0.1:8080', city.url('bureau'))
        .replaceAll('npm run network --', `${process.execPath} ${CLI}`)
        // An authority registers a name once.
        .replaceAll(' inspector ', ` inspector-${index} `);
      const env = { ...process.env, HANLIAN_NETWORK_RUN: (await sharedNetwork()).layout.run };
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', commands], {
        cwd: await sharedFolder(),
        env,
      });
      const answer = JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as object;
      expect(answer).include({ v: 1, type: '11100000MB0143028R901', version: '001', revision: 0 });
      expect(stdout).not.include('示例餐饮有限公司');
    });
  }
});
