import { expect } from 'chai';
import fc from 'fast-check';
import {
  COMPACT_PREFIX,
  compactPresentation,
  decodeBase45,
  encodeBase45,
  issueSdJwt,
  openFile,
  type VerificationContext,
} from '@hanlian/certificates';
import { DAY, SEALED_AT } from '../../support/evidence.js';
import { AUDIENCE, sdJwtWorld, type SdJwtWorld } from '../../support/sd-jwt.js';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });

describe('the compact form of presentations', () => {
  let here: SdJwtWorld;
  let context: VerificationContext;
  before(async () => {
    here = await sdJwtWorld();
    const presentation = {
      audience: undefined,
      now: SEALED_AT + DAY,
      isRequired: true,
      once: () => Promise.resolve(true),
    };
    context = { ...here.context, presentation };
  });

  const verdictOf = async (shown: string, audience: string): Promise<string> => {
    const presentation = { ...context.presentation!, audience };
    return (await (await openFile(Buffer.from(shown))).verify({ ...context, presentation })).verdict;
  };

  it('comes back as the very text, whatever is shown to whom', async () => {
    const names = fc.subarray(
      ['holders', 'validOn', 'over18', 'rich', ...here.credential.fields.map(({ name }) => name)],
      { minLength: 1 },
    );
    const values = fc.array(fc.option(text), { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(names, values, text, text, async (chosen, drawn, audience, purpose) => {
        const fields = here.credential.fields.map(({ name }, index) => ({
          name,
          value: drawn[index] ?? null,
        }));
        const sdJwt = await issueSdJwt(here.city.department.sealer, { ...here.credential, fields });
        const shown = await here.present({ names: chosen, audience, purpose }, here.holder, sdJwt);
        // It compares what comes back itself, and refuses what would differ.
        const code = compactPresentation(shown);
        expect(await verdictOf(code, audience)).to.equal(await verdictOf(shown, audience));
        expect(await verdictOf(code, audience)).to.equal('VALID');
      }),
      { numRuns: 60 },
    );
  });

  it('is never VALID with a byte changed, taken out or put in', async () => {
    const shown = await here.present();
    const genuine = decodeBase45(compactPresentation(shown).slice(COMPACT_PREFIX.length))!;
    const at = fc.nat(genuine.length - 1);
    const change = fc.record({ at, removed: fc.nat(2), put: fc.uint8Array({ maxLength: 2 }) });
    await fc.assert(
      fc.asyncProperty(change, async ({ at: from, removed, put }) => {
        const changed = Buffer.concat([genuine.subarray(0, from), put, genuine.subarray(from + removed)]);
        fc.pre(!changed.equals(genuine));
        const verdict = await verdictOf(COMPACT_PREFIX + encodeBase45(changed), AUDIENCE);
        expect(verdict).to.not.equal('VALID');
      }),
      { numRuns: 400 },
    );
  });
});
