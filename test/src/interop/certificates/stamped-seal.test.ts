import { expect } from 'chai';
import { ContentInfo, SignedData } from 'pkijs';
import {
  readStampResponse,
  stampedSeal,
  verifySeal,
  verifyStamp,
  writeStampRequest,
} from '@hanlian/certificates';
import { needsOpenssl, openssl, type Outcome } from '../../support/openssl.js';
import { sealingDepartment, type SealingDepartment } from '../../support/seals.js';
import { stamper, type Stamper } from '../../support/stamps.js';

const CONTENT = Buffer.from('{"batch":"AAAAAAAAAAAAAAAAAAAAAA","count":1}');
const SIGNATURE_TIME_STAMP = '1.2.840.113549.1.9.16.2.14';

describe('a seal with its stamp inside (CAdES T)', () => {
  before(needsOpenssl);

  let department: SealingDepartment;
  let tsa: Stamper;
  let signature: Buffer;
  let stamped: Buffer;

  before(async () => {
    department = await sealingDepartment();
    tsa = await stamper();
    const seal = await department.sealer.seal(CONTENT, new Date());
    const sealed = verifySeal(seal, CONTENT);
    if (!sealed.ok) throw new Error(sealed.fault);
    ({ signature } = sealed);
    const answer = readStampResponse(await tsa.authority.answer(writeStampRequest(signature, 7n)));
    if (!answer.granted) throw new Error(answer.refusal);
    stamped = stampedSeal(seal, answer.token);
  });

  const verifyWithOpenssl = (content: Uint8Array): Promise<Outcome> =>
    openssl(
      { stamped, content, 'root.pem': department.root },
      ...['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', 'stamped', '-content', 'content'],
      ...['-CAfile', 'root.pem', '-purpose', 'any', '-out', 'out'],
    );

  /** The token as pkijs finds it among the unsigned attributes. */
  const tokenByPkijs = (): Buffer => {
    const contentInfo = ContentInfo.fromBER(new Uint8Array(stamped));
    const [signer] = new SignedData({ schema: contentInfo.content }).signerInfos;
    const [attribute, another] = signer!.unsignedAttrs!.attributes;
    expect([attribute!.type, another]).to.deep.equal([SIGNATURE_TIME_STAMP, undefined]);
    return Buffer.from((attribute!.values as { toBER(): ArrayBuffer }[])[0]!.toBER());
  };

  it('openssl cms accepts it over its content, and refuses it over other content', async () => {
    const { ok, output } = await verifyWithOpenssl(CONTENT);
    expect(ok, output).to.equal(true);
    expect((await verifyWithOpenssl(Buffer.from('{}'))).ok).to.equal(false);
  });

  it('pkijs finds the token, and openssl ts finds it to be over the signature', async () => {
    const token = tokenByPkijs();
    expect(verifyStamp(token, signature).ok).to.equal(true);
    const files = { token, signature, 'root.pem': tsa.root };
    const verify = [
      'ts',
      '-verify',
      '-data',
      'signature',
      '-in',
      'token',
      '-token_in',
      '-CAfile',
      'root.pem',
    ];
    const { ok, output } = await openssl(files, ...verify);
    expect(ok, output).to.equal(true);
  });

  it('is the same seal to us, and stamped anew carries the new stamp alone', () => {
    const again = verifySeal(stampedSeal(stamped, tokenByPkijs()), CONTENT);
    expect(again.ok && again.signature.equals(signature)).to.equal(true);
    expect(stampedSeal(stamped, tokenByPkijs()).equals(stamped)).to.equal(true);
  });
});
