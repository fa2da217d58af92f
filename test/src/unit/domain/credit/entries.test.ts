import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { nodeHashes } from '@hanlian/chaincode/hash';
import {
  base64urlEncode,
  canonicalize,
  CATEGORIES,
  chainOver,
  emptyChain,
  ENTRY_STATES,
  entryIdOf,
  entryLeaves,
  entryLink,
  entryRoots,
  extendChain,
  isLegacySubject,
  requireSubject,
  schemas,
  SECTORS,
  SEVERITIES,
  type Category,
  type EntryFacts,
} from '@hanlian/chaincode/domain';
import { refusalOf } from '../../../support/refusal.js';

const SUBJECT = '91350100M000100Y43';
const IDENTITY = {
  subject: SUBJECT,
  source: '11100000000013127D',
  category: 'penalty',
  document: '示例市监罚〔2026〕1号',
} as const;
const FACTS: EntryFacts = {
  decidedAt: '2026-05-01',
  severity: 'general',
  root: 'A'.repeat(43),
  sm3Root: 'A'.repeat(43),
};
const sha256 = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

describe('credit categories', () => {
  it('are those of the catalogue, each with both titles, its fields named once, and the enterprise first', () => {
    expect(Object.keys(CATEGORIES)).to.have.members(schemas.category.options);
    for (const [category, { title, fields }] of Object.entries(CATEGORIES)) {
      expect(title.zh, category).to.match(/^\p{Script=Han}[\p{Script=Han}（）]+$/u);
      expect(title.en, category).to.match(/^[A-Z]/);
      expect(new Set(fields.map(({ name }) => name)).size, category).to.equal(fields.length);
      expect(fields[0]?.name, category).to.equal('subjectName');
      for (const field of fields) schemas.fieldSchema.parse(field);
    }
  });

  it('show a representative, who is a person, only by the own act of the enterprise', () => {
    for (const { fields } of Object.values(CATEGORIES)) {
      const personal = fields.filter(({ sensitivity }) => sensitivity === 'personal');
      expect(personal.map(({ name }) => name)).to.deep.equal(['legalRepresentative']);
    }
  });

  it('say of penalties and lists always how grave they are, of permits and honours never', () => {
    const of = (wanted: string): Category[] =>
      schemas.category.options.filter((category) => CATEGORIES[category].severity === wanted);
    expect(of('required')).to.have.members(['penalty', 'abnormalOperation', 'seriousDishonesty']);
    expect(of('none')).to.include.members(['registration', 'permit', 'honour', 'reward', 'voluntary']);
  });

  it('have words for every severity, sector and state', () => {
    expect(Object.keys(SEVERITIES)).to.have.members(schemas.severity.options);
    expect(Object.keys(SECTORS)).to.have.members(schemas.sector.options);
    expect(Object.keys(ENTRY_STATES)).to.have.members(schemas.entryState.options);
  });
});

describe('credit entries', () => {
  it('have an id that follows from who says what of whom, by which document', () => {
    const text = `hanlian-credit-entry-v1\n${canonicalize([IDENTITY.source, 'penalty', IDENTITY.document, SUBJECT])}`;
    expect(entryIdOf(nodeHashes.sha256, IDENTITY)).to.equal(
      sha256(text).subarray(0, 16).toString('base64url'),
    );
    expect(entryIdOf(nodeHashes.sha256, { ...IDENTITY, category: 'permit' })).to.not.equal(
      entryIdOf(nodeHashes.sha256, IDENTITY),
    );
  });

  it('are chained by all they say in public, beginning with the subject', () => {
    const link = sha256(
      `hanlian-credit-link-v1\n${canonicalize([SUBJECT, IDENTITY.source, 'penalty', IDENTITY.document, FACTS])}`,
    );
    const start = sha256(`hanlian-credit-chain-v1\n${canonicalize(SUBJECT)}`);
    const { chain, count } = extendChain(nodeHashes, emptyChain(nodeHashes, SUBJECT), IDENTITY, FACTS);
    expect([count, chain]).to.deep.equal([1, sha256(start, link).toString('base64url')]);
  });

  it('come to the same head one by one as all at once, in both suites, and to another in another order', () => {
    const facts = [FACTS, { ...FACTS, severity: 'serious' as const }, { ...FACTS, decidedAt: '2026-05-02' }];
    const head = facts.reduce(
      (chain, each) => extendChain(nodeHashes, chain, IDENTITY, each),
      emptyChain(nodeHashes, SUBJECT),
    );
    for (const [suite, expected] of [
      ['sha256', head.chain],
      ['sm3', head.sm3Chain],
    ] as const) {
      const links = facts.map((each) => entryLink(nodeHashes[suite], IDENTITY, each));
      expect(base64urlEncode(chainOver(nodeHashes[suite], SUBJECT, links))).to.equal(expected);
      expect(base64urlEncode(chainOver(nodeHashes[suite], SUBJECT, links.toReversed()))).to.not.equal(
        expected,
      );
      expect(base64urlEncode(chainOver(nodeHashes[suite], SUBJECT, links.slice(1)))).to.not.equal(expected);
    }
  });

  it('bind the fields of a body to their entry and their place', () => {
    const fields = [
      { name: 'subjectName', salt: 'A'.repeat(22), value: '示例有限公司' },
      { name: 'conduct', salt: 'B'.repeat(21) + 'A', value: '示例' },
    ];
    const reference = { subject: SUBJECT, entry: 'A'.repeat(22) };
    const leaves = fields.map(({ name, salt, value }, i) =>
      sha256(`\0${canonicalize([`entry~${SUBJECT}~${'A'.repeat(22)}`, i, name, salt, value])}`),
    );
    expect(entryLeaves(nodeHashes, reference, fields).map((leaf) => Buffer.from(leaf.sha256))).to.deep.equal(
      leaves,
    );
    const root = sha256('\u0001', ...leaves).toString('base64url');
    expect(entryRoots(nodeHashes, reference, fields).root).to.equal(root);
    expect(
      entryRoots(nodeHashes, { ...reference, entry: 'B'.repeat(21) + 'A' }, fields).sm3Root,
    ).to.not.equal(entryRoots(nodeHashes, reference, fields).sm3Root);
  });
});

describe('credit subjects', () => {
  const refusal = (subject: string): string =>
    refusalOf(() => {
      requireSubject(subject, 'subject');
    }).code;

  it('are enterprises by their code, or by a registration number that is flagged', () => {
    requireSubject(SUBJECT, 'subject');
    requireSubject('110108000000016', 'subject');
    expect([SUBJECT, '110108000000016'].map(isLegacySubject)).to.deep.equal([false, true]);
  });

  it('are refused by what is wrong with them', () => {
    expect(refusal('91350100M000100Y44')).to.equal('CHECK_CHARACTER_WRONG');
    expect(refusal('110108000000017')).to.equal('CHECK_CHARACTER_WRONG');
    expect(refusal('M000100Y4')).to.equal('SUBJECT_FORM_UNKNOWN');
    expect(refusal('11010519491231002X')).to.equal('SUBJECT_IS_PERSON');
  });

  it('are never persons, also where a registration number could be one of before 1999', () => {
    const asRegistration = '420106600101121';
    expect(refusal(asRegistration)).to.equal('SUBJECT_IS_PERSON');
    const { details, message } = refusalOf(() => {
      requireSubject('11010519491231002X', 'entries[0].subject');
    });
    expect(JSON.stringify({ details, message })).to.not.include('1949');
    expect(details).to.deep.equal({ field: 'entries[0].subject' });
  });
});
