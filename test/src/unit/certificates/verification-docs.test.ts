import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { CHECK_NAMES, OUTCOMES, POLICIES } from '@hanlian/certificates';

const DOCUMENT = new URL('../../../../docs/verification.md', import.meta.url);

describe('docs/verification.md', () => {
  const text = readFileSync(DOCUMENT, 'utf8');
  const section = (title: string): string => text.split(`## ${title}\n`)[1]!.split('\n## ')[0]!;

  it('lists exactly the codes there are', () => {
    const listed = [...section('The codes').matchAll(/`([A-Z0-9_]+)`/g)].map(([, code]) => code);
    expect(listed.sort()).to.deep.equal(Object.keys(OUTCOMES).sort());
  });

  it('names every check and policy', () => {
    for (const name of CHECK_NAMES) expect(section('The checks')).to.contain(`\`${name}\``);
    for (const { name } of Object.values(POLICIES)) expect(section('The verdict')).to.contain(`\`${name}\``);
  });
});

describe('the sentences of the checks', () => {
  for (const [code, { status, message }] of Object.entries(OUTCOMES)) {
    it(`${code} speaks both languages${status === 'VALID' ? '' : ', and says what to do'}`, () => {
      expect(message.zh).to.match(/\p{Script=Han}.*。$/u);
      expect(message.en).to.match(/^[A-Z].*\.$/);
      if (status !== 'VALID') expect(message.zh).to.contain('；');
    });
  }
});
