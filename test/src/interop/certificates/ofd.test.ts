import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { certificateOfd, openFile, type Verification } from '@hanlian/certificates';
import { expect } from 'chai';
import { DAY, SEALED_AT, transition, world, type World } from '../../support/evidence.js';
import { newFolder, removeFolder } from '../../support/folders.js';
import { changed, picture, renamedRaw, type Parts } from '../../support/ofd.js';
import { sealingDepartment } from '../../support/seals.js';
import { sm2SealOf } from '../../support/sm2-seals.js';
import { needsMaven, startOfdrw, type Ofdrw } from '../../support/ofdrw.js';

const SIGN = 'Doc_0/Signs/Sign_0';

describe('OFD beside ofdrw', function () {
  this.timeout(300_000);
  before(needsMaven);

  let folder: string;
  let ofdrw: Ofdrw;
  let city: World;
  const samples = {} as Record<1 | 4, Buffer>;

  before(async () => {
    folder = await newFolder();
    ofdrw = startOfdrw();
    city = await world(1);
    await writeFile(join(folder, 'seal.png'), picture());
    await writeFile(join(folder, 'evidence.json'), JSON.stringify(city.documents[0]));
    for (const version of [1, 4] as const) {
      const file = join(folder, `v${version}.ofd`);
      await ofdrw.make(version, file, join(folder, 'seal.png'), join(folder, 'evidence.json'));
      samples[version] = await readFile(file);
    }
  });
  after(async () => {
    await ofdrw.stop();
    await removeFolder(folder);
  });

  const verify = async (bytes: Buffer): Promise<Verification> =>
    (await openFile(bytes)).verify({ ...city.context, at: SEALED_AT + DAY });
  const codeOf = async (bytes: Buffer, name = 'file'): Promise<string | undefined> =>
    (await verify(bytes)).checks.find((check) => check.name === name)?.code;
  const otherSays = async (version: 1 | 4, bytes: Buffer): Promise<boolean> => {
    const file = join(folder, 'asked.ofd');
    await writeFile(file, bytes);
    return ofdrw.verifies(version, file);
  };

  for (const version of [1, 4] as const) {
    describe(`with a seal of version ${version}`, () => {
      it('both take what ofdrw has sealed; who sealed is for the registry to say', async () => {
        expect(await otherSays(version, samples[version])).to.equal(true);
        const { verdict, checks } = await verify(samples[version]);
        expect(checks[0]).to.include({ name: 'file', code: 'ISSUER_WRONG' });
        expect(verdict).to.equal('INVALID');
        const unknown = await (
          await openFile(samples[version])
        ).verify({ ...city.context, issuers: undefined });
        expect(unknown.checks[0]).to.include({ code: 'OFD_SEALER_UNKNOWN', status: 'ERROR' });
      });

      /** What is changed, what we call it, and whether ofdrw sees it at all. */
      const wrong: [string, (parts: Parts) => void, string, boolean][] = [
        [
          'a page changed',
          (parts) => spoil(parts, 'Doc_0/Pages/Page_0/Content.xml'),
          'OFD_FILE_CHANGED',
          true,
        ],
        [
          'the attachment swapped',
          (parts) => (parts['Doc_0/Res/evidence.json'] = Buffer.from('{}')),
          'OFD_FILE_CHANGED',
          true,
        ],
        ['a picture removed', (parts) => takeOut(parts, 'Doc_0/Res/seal.png'), 'OFD_FILE_MISSING', true],
        [
          'a file renamed',
          (parts) => rename(parts, 'Doc_0/Res/seal.png', 'Doc_0/Res/other.png'),
          'OFD_FILE_MISSING',
          true,
        ],
        [
          'a file added',
          (parts) => (parts['Doc_0/Pages/Page_1/Content.xml'] = Buffer.from('<a/>')),
          'OFD_FILE_UNPROTECTED',
          false,
        ],
        ['the list of protected files shortened', (parts) => shorten(parts), 'OFD_SIGNED_INFO_CHANGED', true],
        [
          'the signature spoiled',
          (parts) => spoil(parts, `${SIGN}/SignedValue.dat`),
          'OFD_SIGNATURE_WRONG',
          true,
        ],
        ['the seal beside it spoiled', (parts) => spoil(parts, `${SIGN}/Seal.esl`), 'OFD_SEAL_WRONG', true],
        [
          'the signature taken out',
          (parts) => takeOut(parts, `${SIGN}/SignedValue.dat`),
          'OFD_FILE_MISSING',
          true,
        ],
      ];
      for (const [what, change, code, isSeen] of wrong) {
        it(`finds ${what}`, async () => {
          const bytes = await changed(samples[version], change);
          expect(await codeOf(bytes)).to.equal(code);
          expect((await verify(bytes)).verdict).to.equal('INVALID');
          expect(await otherSays(version, bytes)).to.equal(!isSeen);
        });
      }
    });
  }

  it('finds an OFD without seals, and one whose seal was taken off', async () => {
    const bytes = await changed(samples[4], (parts) => {
      for (const name of Object.keys(parts)) if (name.startsWith('Doc_0/Signs')) takeOut(parts, name);
      parts['OFD.xml'] = Buffer.from(
        parts['OFD.xml']!.toString().replace(/<ofd:Signatures>.*<\/ofd:Signatures>/, ''),
      );
    });
    expect(await codeOf(bytes)).to.equal('OFD_NOT_SEALED');
  });

  it('says how seal and ledger compare', async () => {
    expect(await codeOf(samples[4], 'agreement')).to.equal('SEAL_FAILS_LEDGER_HOLDS');
    const { id } = city.documents[0]!;
    const view = city.views.get(id)!;
    city.views.set(id, { ...view, transitions: [transition('revoke', '07', SEALED_AT + 1)] });
    expect(await codeOf(samples[4], 'agreement')).to.equal('SEAL_AND_LEDGER_REFUSE');
    city.views.set(id, view);
  });

  describe('written by us', () => {
    let ours: World;
    let ofd: Buffer;
    before(async () => {
      const department = await sealingDepartment();
      const sm2 = await sm2SealOf(department.code, '湖南省住房和城乡建设厅');
      ours = await world(1, { department, sm2 });
      const type = { name: { zh: '测试资格', en: 'Test' }, fields: [] };
      const [document] = ours.documents;
      ofd = Buffer.from(
        await certificateOfd(
          { document: document!, type, issuer: '湖南省住房和城乡建设厅', at: new Date(SEALED_AT * 1000) },
          sm2.sealer,
        ),
      );
    });
    const verifyOurs = async (bytes: Buffer): Promise<Verification> =>
      (await openFile(bytes)).verify({ ...ours.context, at: SEALED_AT + DAY });

    it('ofdrw verifies it, and so do we, with the ledger', async () => {
      expect(await otherSays(4, ofd)).to.equal(true);
      const { verdict, checks } = await verifyOurs(ofd);
      expect(verdict, JSON.stringify(checks)).to.equal('VALID');
      expect(checks.map(({ name, code }) => `${name} ${code}`)).to.include.members([
        'file OFD_VALID',
        'agreement SEAL_AND_LEDGER_AGREE',
      ]);
    });

    it('the seal is right and the certificate revoked: both are told', async () => {
      const { id } = ours.documents[0]!;
      const view = ours.views.get(id)!;
      ours.views.set(id, { ...view, transitions: [transition('revoke', '07', SEALED_AT + 1)] });
      const { verdict, checks } = await verifyOurs(ofd);
      expect(verdict).to.equal('INVALID');
      expect(checks.map(({ code }) => code)).to.include.members([
        'OFD_VALID',
        'REVOKED',
        'SEAL_HOLDS_LEDGER_REFUSES',
      ]);
      ours.views.set(id, view);
    });

    it('neither takes it with a page changed or the attachment of another certificate', async () => {
      for (const name of ['Doc_0/Pages/Page_0/Content.xml', 'Doc_0/Attachs/evidence.json']) {
        const bytes = await changed(ofd, (parts) => spoil(parts, name));
        expect(await otherSays(4, bytes)).to.equal(false);
        expect((await verifyOurs(bytes)).checks[0]).to.include({ code: 'OFD_FILE_CHANGED' });
      }
    });
  });

  describe('what no genuine file is', () => {
    it('is refused for its paths, its names twice, its entities and its packing', async () => {
      const evidence = 'Doc_0/Res/evidence.json';
      for (const name of [
        '../../../e/evidence.json',
        '/oc_0/Res/evidence.json',
        'Doc_0\\Res/evidence.json',
        'doc_0/Res/seal.png/////',
      ]) {
        const raw = name.slice(0, evidence.length);
        if (raw.length === evidence.length) {
          expect(await codeOf(renamedRaw(samples[4], evidence, raw)), name).to.equal('OFD_UNSAFE');
        }
      }
      const twice = await changed(samples[4], (parts) => (parts['Doc_0/Res/SEAL.PNG'] = Buffer.from('x')));
      expect(await codeOf(twice)).to.equal('OFD_UNSAFE');
      const bomb = await changed(
        samples[4],
        (parts) => (parts['Doc_0/Res/bomb.xml'] = Buffer.alloc(8 * 1024 * 1024)),
      );
      expect(await codeOf(bomb)).to.equal('OFD_UNSAFE');
      const entity = await changed(samples[4], (parts) => {
        parts['OFD.xml'] = Buffer.from(
          `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>${parts['OFD.xml']!.toString()}`,
        );
      });
      expect(await codeOf(entity)).to.be.oneOf(['OFD_UNSAFE', 'OFD_MALFORMED']);
    });
  });
});

const takeOut = (parts: Parts, name: string): boolean => Reflect.deleteProperty(parts, name);

const spoil = (parts: Parts, name: string): void => {
  const copy = Buffer.from(parts[name]!);
  copy[copy.length - 2] = (copy[copy.length - 2] ?? 0) ^ 1;
  parts[name] = copy;
};

const rename = (parts: Parts, from: string, to: string): void => {
  parts[to] = parts[from]!;
  takeOut(parts, from);
};

const shorten = (parts: Parts): void => {
  const name = `${SIGN}/Signature.xml`;
  const text = parts[name]!.toString();
  parts[name] = Buffer.from(text.replace(/<ofd:Reference FileRef="[^"]*seal\.png">.*?<\/ofd:Reference>/, ''));
};
