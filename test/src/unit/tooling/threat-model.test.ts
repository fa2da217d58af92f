import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';

const root = new URL('../../../../', import.meta.url);
const model = readFileSync(new URL('SECURITY.md', root), 'utf8').split('\n## Threat model\n')[1]!;
const rows = model.split('\n').filter((line) => /^\| (?!-|threat )/.test(line));

describe('the threat model', () => {
  it('has some lines', () => {
    expect(rows.length).greaterThan(20);
  });

  for (const row of rows) {
    const [, threat = '', , tests = ''] = row.split('|').map((cell) => cell.trim());
    it(`names tests that are there, for ${threat}`, () => {
      const named = [...tests.matchAll(/`([\w/-]+)` › (.+?)(?=; `|$)/g)];
      expect(named).not.have.length(0);
      for (const [, file, title] of named) {
        const url = new URL(`test/src/${file!}.test.ts`, root);
        expect(existsSync(url), file).equal(true);
        const quoted = ["'", '"', '`'].map((mark) => `it(${mark}${title!}${mark}`);
        const source = readFileSync(url, 'utf8').replaceAll(/\bit\(\s+/g, 'it(');
        expect(
          quoted.some((each) => source.includes(each)),
          `${file!} › ${title!}`,
        ).equal(true);
      }
    });
  }
});
