import { createRequire } from 'node:module';
import { CHAINCODE } from '@hanlian/gateway/places';
import { expect } from 'chai';
import { runCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';

describe('the contracts', () => {
  // Two peers that compute different results endorse nothing, and the city stands still.
  it('give the same results elsewhere: the whole sample city, every simulation repeated in another zone, locale and time', async function () {
    this.timeout(180_000);
    const folder = await newFolder();
    const chaincode = createRequire(import.meta.url).resolve('@hanlian/chaincode');
    const city = await runCity(folder, {
      embedded: { verifyDeterminism: { modules: { [CHAINCODE]: chaincode } } },
    });
    const { ledger } = city.hub('bureau').administration.licenses;
    let written = 0;
    for (let number = 0; number < (await ledger.height()); number += 1) {
      written += (await ledger.block(number))?.transactions.length ?? 0;
    }
    await city.stop();
    await removeFolder(folder);
    expect(written).to.be.greaterThan(100);
  });
});
