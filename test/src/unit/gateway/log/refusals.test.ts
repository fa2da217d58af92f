import '../../../support/quiet.js';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Cases } from './refused/case.js';
import { MONITORED } from './refused/monitored.js';
import { CHECKPOINTS, good, PROOFS } from './refused/proofs.js';
import { MAPPED, STORED } from './refused/stored.js';
import { ASKED, WITNESSED } from './refused/witnessed.js';

const GUIDE = join(import.meta.dirname, '../../../../../docs/log-refusals.md');
const SECTIONS: Readonly<Record<string, Cases>> = {
  'Proofs that a document carries': PROOFS,
  Checkpoints: CHECKPOINTS,
  'A log that is followed by a monitor': MONITORED,
  'A witness that is asked to cosign': WITNESSED,
  'Witnesses that a hub asks': ASKED,
  "Tiles and bundles on a hub's own disk": STORED,
  'Proofs of the state map': MAPPED,
};

/** The guide's tables: what is handed in, and what it is refused with, by the section's title. */
async function tables(): Promise<Map<string, Map<string, string>>> {
  const sections = (await readFile(GUIDE, 'utf8')).split(/^## /m).slice(1);
  return new Map(
    sections.map((section) => {
      const [title, ...lines] = section.split('\n') as [string, ...string[]];
      const rows = lines.flatMap((line) => {
        const [, what, code] = /^\| (.+?) +\| `(.+)` +\|$/.exec(line) ?? [];
        return what === undefined || code === undefined ? [] : [[what, code] as const];
      });
      return [title, new Map(rows)];
    }),
  );
}

describe('what the log and its readers refuse, as the guide says', () => {
  let guide: Map<string, Map<string, string>>;
  before(async () => {
    guide = await tables();
  });

  it('is told of every case, and of no other', () => {
    expect([...guide.keys()]).to.deep.equal(Object.keys(SECTIONS));
    for (const [title, cases] of Object.entries(SECTIONS))
      expect([...guide.get(title)!.keys()], title).to.deep.equal(Object.keys(cases));
  });

  it('begins from a proof that is taken', async () => {
    expect(await good()).to.equal('ANCHOR_LOGGED');
  });

  for (const [title, cases] of Object.entries(SECTIONS)) {
    describe(title, () => {
      for (const [what, refuse] of Object.entries(cases)) {
        it(what, async () => {
          expect(await refuse()).to.equal(guide.get(title)!.get(what));
        });
      }
    });
  }
});
