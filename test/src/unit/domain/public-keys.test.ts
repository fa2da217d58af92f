import { generateKeyPairSync, sign } from 'node:crypto';
import { verifyEs256 } from '@hanlian/chaincode/hash';
import { expect } from 'chai';

interface Pair {
  readonly text: string;
  readonly signature: string;
}

const message = Buffer.from('何人何时取得何种数据');

function pair(): Pair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    text: publicKey.export({ format: 'der', type: 'spki' }).toString('base64url'),
    signature: sign('sha256', message, privateKey).toString('base64url'),
  };
}

describe('signatures under very many keys', function () {
  this.timeout(30_000);

  it('are judged each by its own key, however many were read before', () => {
    const pairs = Array.from({ length: 1_050 }, pair);
    const judged = [...pairs, ...pairs.slice(0, 3)].map(({ text, signature }, i) => [
      verifyEs256(text, message, signature),
      verifyEs256(pairs[(i + 1) % pairs.length]!.text, message, signature),
    ]);
    expect(judged.every(([own, other]) => own === true && other === false)).to.equal(true);
  });
});
