import { randomBytes } from 'node:crypto';
import { certificateOfd, openFile, type CheckResult } from '@hanlian/certificates';
import { expect } from 'chai';
import { DAY, SEALED_AT, world, type World } from '../../support/evidence.js';
import { changed, type Parts } from '../../support/ofd.js';
import { sealingDepartment } from '../../support/seals.js';
import { sm2SealOf } from '../../support/sm2-seals.js';

const SIGNATURES = 'Doc_0/Signs/Signatures.xml';

/** Anyone may ask a hub to verify a file: what little is sent must be little work. */
describe('an OFD made to cost its verifier', () => {
  let city: World;
  let sealed: Buffer;

  before(async () => {
    const department = await sealingDepartment();
    const sm2 = await sm2SealOf(department.code, '测试部门');
    city = await world(1, { department, sm2 });
    const type = { name: { zh: '测试资格', en: 'Test' }, fields: [] };
    const at = new Date(SEALED_AT * 1000);
    const printing = { document: city.documents[0]!, type, issuer: '测试部门', at };
    sealed = Buffer.from(await certificateOfd(printing, sm2.sealer));
  });

  const fileOf = async (change: (parts: Parts) => void): Promise<CheckResult> => {
    const opened = await openFile(await changed(sealed, change));
    const { checks } = await opened.verify({ ...city.context, at: SEALED_AT + DAY });
    return checks[0]!;
  };
  const rewrite = (parts: Parts, name: string, edit: (text: string) => string): void => {
    parts[name] = Buffer.from(edit(parts[name]!.toString()));
  };

  // Anyone can make a seal, and leave the list of signatures out of it: 200 KB named one seal 600,000 times.
  it('does not have one seal checked as often as its list of signatures repeats it', async () => {
    const repeated = (times: number) => (parts: Parts) =>
      rewrite(parts, SIGNATURES, (text) =>
        text.replace(/<ofd:Signature [^>]*\/>/, (entry) => entry.repeat(times)),
      );
    expect(await fileOf(repeated(2))).to.include({ code: 'OFD_UNSAFE', status: 'INVALID' });
    expect(await fileOf(repeated(5000))).to.include({ code: 'OFD_UNSAFE', status: 'INVALID' });
  });

  it('does not have more seals checked than people set', async () => {
    const found = await fileOf((parts) =>
      rewrite(parts, SIGNATURES, (text) =>
        text.replace(/<ofd:Signature [^>]*\/>/, (entry) =>
          Array.from({ length: 17 }, (_, n) => entry.replace('Sign_0', `Sign_${n}`)).join(''),
        ),
      ),
    );
    expect(found).to.include({ code: 'OFD_UNSAFE' });
    expect(found.data).to.deep.equal({ reason: 'tooManySignatures', file: `/${SIGNATURES}` });
  });

  // 32 MiB of empty elements pack into 160 KB, and took gigabytes once unfolded.
  for (const [what, filling] of [
    ['elements', Array.from({ length: 30_000 }, (_, n) => `<ofd:a${n * 7919}/>`).join('')],
    ['text', randomBytes(800_000).toString('base64')],
  ] as const) {
    it(`does not unfold a description of more ${what} than any document has`, async () => {
      const found = await fileOf((parts) =>
        rewrite(parts, 'OFD.xml', (text) => text.replace('</ofd:OFD>', `${filling}</ofd:OFD>`)),
      );
      expect(found).to.include({ code: 'OFD_UNSAFE' });
      expect(found.data).to.deep.equal({ reason: 'tooLarge', file: '/OFD.xml' });
    });
  }
});
