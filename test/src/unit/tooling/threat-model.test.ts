import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';

const root = new URL('../../../../', import.meta.url);
const model = readFileSync(new URL('SECURITY.md', root), 'utf8').split('\n## Threat model\n')[1]!;
const rows = model.split('\n').filter((line) => /^\| (?!-|threat )/.test(line));

/** A test by its own title, by that of the table's row it is made of, or by its group's; or a step of a script. */
function isThere(file: string, title: string): boolean {
  if (file.startsWith('http-scripts/')) {
    return readFileSync(new URL(`test/${file}.txt`, root), 'utf8').includes(`\n== ${title}\n`);
  }
  const url = new URL(`test/src/${file}.test.ts`, root);
  if (!existsSync(url)) return false;
  const source = readFileSync(url, 'utf8').replaceAll(/(\bit\(|\[)\s+/g, '$1');
  const quoted = ["'", '"', '`'].map((mark) => `${mark}${title}${mark}`);
  return quoted.some((each) =>
    [`it(${each}`, `describe(${each}`, `title: ${each}`, `[${each},`, `${each}: (`].some((form) =>
      source.includes(form),
    ),
  );
}

describe('the threat model', () => {
  it('has some lines', () => {
    expect(rows.length).greaterThan(20);
  });

  for (const row of rows) {
    const [, threat = '', , tests = ''] = row.split('|').map((cell) => cell.trim());
    it(`names tests that are there, for ${threat}`, () => {
      const named = [...tests.matchAll(/`([\w/-]+)` › (.+?)(?=; `|$)/g)];
      expect(named).not.have.length(0);
      for (const [, file, title] of named) expect(isThere(file!, title!), `${file!} › ${title!}`).equal(true);
    });
  }
});
