import { createRequire } from 'node:module';
import { CHAINCODE } from '@hanlian/gateway/places';
import { expect } from 'chai';
import { runCity } from '../support/city.js';
import { CreditYears } from '../support/credit-years.js';
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

  it('give the same results elsewhere: three months of credit about the change of its rules', async function () {
    this.timeout(180_000);
    const folder = await newFolder();
    const chaincode = createRequire(import.meta.url).resolve('@hanlian/chaincode');
    const years = await CreditYears.open(folder, '2026-02-20', 60, {
      verifyDeterminism: { modules: { [CHAINCODE]: chaincode } },
    });
    await years.live(3, '2026-03-01');
    expect(await years.ledger.height()).to.be.greaterThan(30);
    await years.close();
    await removeFolder(folder);
  });
});
