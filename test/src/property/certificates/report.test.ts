import { expect } from 'chai';
import fc from 'fast-check';
import { CATEGORIES, type Category } from '@hanlian/chaincode/domain';
import { openFile, reportFile, type CreditReport, type Verdict } from '@hanlian/certificates';
import { ReportWorld } from '../../support/report.js';
import type { Entered } from '../../support/report-entries.js';

const CATEGORY_NAMES = Object.keys(CATEGORIES) as Category[];

/** Entries of any kind, in any state, some of them corrected. */
const entered: fc.Arbitrary<Entered[]> = fc.uniqueArray(
  fc
    .record({
      category: fc.constantFrom(...CATEGORY_NAMES),
      document: fc.integer({ min: 1, max: 99 }).map((number) => `示例字〔2026〕${number}号`),
      corrected: fc.boolean(),
      fate: fc.constantFrom('published', 'disputed', 'repaired', 'annulled', 'ended'),
    })
    .map(({ fate, ...rest }): Entered => ({
      ...rest,
      reason: fate,
      state: fate === 'published' || fate === 'ended' ? 'standing' : fate,
    })),
  { maxLength: 6, selector: ({ document }) => document },
);
const granted = fc.subarray(
  CATEGORY_NAMES.flatMap((category) => [category, `${category}.legalRepresentative`]),
  { minLength: 1 },
);

describe('credit reports of any enterprise', () => {
  const verdictOn = async (world: ReportWorld, bytes: Uint8Array): Promise<Verdict> =>
    (await (await openFile(bytes)).verify(world.context())).verdict;

  it('are valid whatever was registered and granted, and show nothing that was not', async () => {
    await fc.assert(
      fc.asyncProperty(entered, granted, async (entries, fields) => {
        const world = await ReportWorld.open({ entered: entries, granted: fields });
        const report = await world.report();
        expect(await verdictOn(world, reportFile(report))).to.equal('VALID');
        for (const entry of report.sets[0]!.entries) {
          if (!('fields' in entry)) continue;
          const { category } = JSON.parse(entry.record.value!) as { category: Category };
          for (const field of entry.fields) {
            if ('leaf' in field) continue;
            const named = fields.includes(`${category}.${field.name}`);
            expect(named || (fields.includes(category) && field.name !== 'legalRepresentative')).to.equal(
              true,
            );
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  describe('with anything changed', () => {
    let world: ReportWorld;
    let report: CreditReport;
    let bytes: Buffer;
    before(async () => {
      world = await ReportWorld.open();
      report = await world.report();
      bytes = Buffer.from(reportFile(report));
      expect(await verdictOn(world, bytes)).to.equal('VALID');
    });

    it('are never valid, whichever byte it is', async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
          const changed = Buffer.from(bytes);
          changed[at] = changed[at]! ^ flip;
          expect(await verdictOn(world, changed), `byte ${at}`).to.not.equal('VALID');
        }),
        { numRuns: 400 },
      );
    });

    it('are never valid cut short, or with anything behind', async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
          expect(await verdictOn(world, bytes.subarray(0, length))).to.not.equal('VALID');
        }),
        { numRuns: 60 },
      );
      expect(await verdictOn(world, Buffer.concat([bytes, Buffer.from(' ')]))).to.not.equal('VALID');
    });

    it('are never complete once an entry is left out, doubled or moved, by whatever seal', async () => {
      const { length } = report.sets[0]!.entries;
      const place = fc.nat(length - 1);
      await fc.assert(
        fc.asyncProperty(fc.constantFrom('drop', 'double', 'move'), place, place, async (how, from, to) => {
          const changed = structuredClone(report);
          const [{ entries }] = changed.sets as [CreditReport['sets'][number]];
          const [taken] = entries.splice(from, how === 'double' ? 0 : 1);
          if (how !== 'drop') entries.splice(to, 0, taken ?? entries[from]!);
          fc.pre(how !== 'move' || from !== to);
          const found = await (
            await openFile(reportFile(await world.resealed(changed)))
          ).verify(world.context());
          expect(found.checks.find(({ name }) => name === 'completeness')!.status).to.equal('INVALID');
        }),
        { numRuns: 60 },
      );
    });
  });
});
