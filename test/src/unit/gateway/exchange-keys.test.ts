import { createPublicKey, verify } from 'node:crypto';
import { openFileKeyStore } from '@hanlian/certificates';
import { ExchangeKeys } from '@hanlian/gateway/exchange/keys';
import { expect } from 'chai';
import { newFolder, removeFolder } from '../../support/folders.js';

const BANK = '91420100MA9B000117';

describe('the key a department signs letters with', () => {
  let folder: string;
  const open = async (): Promise<ExchangeKeys> =>
    new ExchangeKeys(await openFileKeyStore({ folder, passphrase: 'correct horse' }));

  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(() => removeFolder(folder));

  // Two requests that both found none once made one each, and the second was refused: a key is never replaced.
  it('is made once for all who ask for it at once, and stays over a restart', async () => {
    const keys = await open();
    const asked = await Promise.all(Array.from({ length: 8 }, () => keys.of(BANK)));
    expect(new Set(asked.map(({ id }) => id)).size).to.equal(1);
    const [first] = asked;
    expect(await keys.of(BANK)).to.deep.equal(first);
    expect(await (await open()).of(BANK)).to.deep.equal(first);
    expect((await keys.of('91420100MA9B000200')).id).to.not.equal(first!.id);
  });

  it('signs what its public key verifies', async () => {
    const keys = await open();
    const { publicKey } = await keys.of(BANK);
    const bytes = Buffer.from('a letter');
    const signature = Buffer.from(await keys.sign(BANK, bytes), 'base64url');
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), format: 'der', type: 'spki' });
    expect(verify('sha256', bytes, key, signature)).to.equal(true);
  });
});
