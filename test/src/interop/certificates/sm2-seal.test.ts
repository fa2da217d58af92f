import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ContentInfo, SignedData } from 'pkijs';
import { needsGo, goProgram, type Answer } from '../../support/go.js';
import { needsOpenssl, openssl, type Outcome } from '../../support/openssl.js';
import { sm2SealOf, type Sm2Seal } from '../../support/sm2-seals.js';

const CONTENT = Buffer.from('{"batch":"AAAAAAAAAAAAAAAAAAAAAA","count":1}');
const OTHER = Buffer.from('{"batch":"AAAAAAAAAAAAAAAAAAAAAA","count":2}');
const USER_ID = '1234567812345678';

describe('SM2 seals and others', () => {
  let own: Sm2Seal;
  let seal: Uint8Array;

  before(async () => {
    own = await sm2SealOf('11430000006122244L', '湖南省住房和城乡建设厅');
    seal = await own.sealer.seal(CONTENT, new Date());
  });

  describe('gmsm, of Go', function () {
    this.timeout(120_000);
    let folder: string;
    let gm: (input: string, ...args: readonly string[]) => Promise<Answer>;

    before(needsGo);
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'hanlian-gm-'));
      gm = await goProgram('gm', folder);
      await writeFile(join(folder, 'seal'), seal);
      await writeFile(join(folder, 'root'), own.root);
    });
    after(() => rm(folder, { recursive: true, force: true }));

    const judged = async (content: Uint8Array, root = own.root): Promise<string> => {
      await writeFile(join(folder, 'content'), content);
      await writeFile(join(folder, 'root'), root);
      return (await gm('', 'seal', 'content', 'root')).output.trim();
    };

    it('accepts ours as GB/T 35275, up to our root', async () => {
      expect(await judged(CONTENT)).to.equal('ok');
    });

    it('refuses ours over other content', async () => {
      expect(await judged(OTHER)).to.match(/^refused: .*digest/i);
    });

    it('refuses ours under another root', async () => {
      const { root } = await sm2SealOf('11430000006122244L', '湖南省住房和城乡建设厅');
      expect(await judged(CONTENT, root)).to.match(/^refused: .*chain/i);
    });
  });

  describe('openssl', () => {
    before(needsOpenssl);

    /** What pkijs, which knows no SM2, reads of the one signature. */
    const readByPkijs = (): { attributes: Uint8Array; signature: Uint8Array } => {
      const contentInfo = ContentInfo.fromBER(new Uint8Array(seal));
      const [signer] = new SignedData({ schema: contentInfo.content }).signerInfos;
      return {
        attributes: new Uint8Array(signer!.signedAttrs!.encodedValue),
        signature: signer!.signature.valueBlock.valueHexView,
      };
    };

    const pkeyutl = (attributes: Uint8Array, userId: string): Promise<Outcome> =>
      openssl(
        {
          attributes,
          signature: readByPkijs().signature,
          'key.pem': new X509Certificate(own.certificate).publicKey.export({ format: 'pem', type: 'spki' }),
        },
        ...[
          'pkeyutl',
          '-verify',
          '-pubin',
          '-inkey',
          'key.pem',
          '-in',
          'attributes',
          '-sigfile',
          'signature',
        ],
        ...['-rawin', '-digest', 'sm3', '-pkeyopt', `distid:${userId}`],
      );

    it('finds the signature over the attributes that pkijs reads, with the national user id alone', async () => {
      const { attributes } = readByPkijs();
      const { ok, output } = await pkeyutl(attributes, USER_ID);
      expect(ok, output).to.equal(true);
      expect((await pkeyutl(attributes, '')).ok).to.equal(false);
      expect((await pkeyutl(attributes.with(-1, attributes.at(-1)! ^ 1), USER_ID)).ok).to.equal(false);
    });

    it('finds the digest of the content in those attributes', async () => {
      const { ok, output } = await openssl({ content: CONTENT }, 'dgst', '-sm3', '-r', 'content');
      expect(ok, output).to.equal(true);
      const digest = Buffer.from(output.split(' ')[0]!, 'hex');
      expect(Buffer.from(readByPkijs().attributes).includes(digest)).to.equal(true);
    });

    it('finds the way from the seal’s certificate to the root', async () => {
      const files = { 'seal.pem': own.certificate, 'root.pem': own.root };
      const verify = (userId: string): Promise<Outcome> =>
        openssl(files, 'verify', '-vfyopt', `distid:${userId}`, '-CAfile', 'root.pem', 'seal.pem');
      const { ok, output } = await verify(USER_ID);
      expect(ok, output).to.equal(true);
      expect((await verify('1234')).ok).to.equal(false);
    });

    it('cms does not know the national content type: two seals cannot share one file it reads', async () => {
      const { ok } = await openssl(
        { seal, content: CONTENT, 'root.pem': own.root },
        ...['cms', '-verify', '-binary', '-inform', 'DER', '-in', 'seal', '-content', 'content'],
        ...['-CAfile', 'root.pem', '-purpose', 'any', '-out', 'out'],
      );
      expect(ok).to.equal(false);
    });
  });
});
