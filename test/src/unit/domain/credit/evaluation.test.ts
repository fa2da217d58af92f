import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { nodeHashes } from '@hanlian/chaincode/hash';
import {
  canonicalize,
  evaluationLeaf,
  gradeOn,
  readRules,
  startOfDate,
  type CreditEntry,
  type EntryFacts,
  type EvaluationRules,
  type Graded,
  type JsonObject,
  type PlacedEntry,
} from '@hanlian/chaincode/domain';
import { CREDIT_RULE_SETS } from '@hanlian/gateway/seed/credit-rules';

const SUBJECT = '91350100M000100Y43';
const DIGEST = 'A'.repeat(43);
const NOW = startOfDate('2026-11-20');

const publication = CREDIT_RULE_SETS.filter(({ name }) => name === 'credit-publication')
  .map((set) => readRules('credit-publication', set))
  .reverse();

const MODEL: JsonObject = {
  version: '9',
  clause: 'test',
  base: 500,
  weights: [
    { when: { categories: ['penalty'] }, points: -99, most: 150 },
    { when: { categories: ['honour'] }, points: 300, most: 1000 },
  ],
  ages: [
    { months: 1, percent: 100 },
    { months: 6, percent: 50 },
  ],
  disputedPercent: 50,
  ceilings: [
    { when: { categories: ['abnormalOperation'] }, grade: 'C' },
    { when: { categories: ['seriousDishonesty'] }, grade: 'D' },
  ],
  grades: [
    { grade: 'A', from: 800 },
    { grade: 'B', from: 500 },
    { grade: 'C', from: 400 },
    { grade: 'D', from: 0 },
  ],
};
const rules: EvaluationRules = { publication, model: [readRules('credit-model', { since: 0, body: MODEL })] };

let number = 0;
const placed = (
  category: CreditEntry['category'],
  facts: Partial<EntryFacts> = {},
  more: Partial<CreditEntry> = {},
): PlacedEntry => ({
  subject: SUBJECT,
  entry: String(++number).padStart(21, '0') + 'A',
  record: {
    v: 1,
    category,
    source: '11100000000013127D',
    document: '一号',
    facts: { decidedAt: '2026-11-01', root: DIGEST, sm3Root: DIGEST, ...facts },
    state: 'standing',
    link: 0,
    published: { at: startOfDate('2020-01-01'), intent: 'A'.repeat(22), tx: DIGEST, person: 'OFFICER1' },
    ...more,
  },
});

const penalty = (facts: Partial<EntryFacts> = {}): PlacedEntry =>
  placed('penalty', { severity: 'serious', ...facts });
const graded = (...entries: readonly PlacedEntry[]): Graded => gradeOn(nodeHashes, entries, rules, NOW);
const scoreOf = (...entries: readonly PlacedEntry[]): number => graded(...entries).score;

describe('credit evaluation', () => {
  it('begins at the base, and of an enterprise without entries says so by the root over nothing', () => {
    const { score, grade, inputs, version, counted } = graded();
    expect([score, grade, version, counted]).to.deep.equal([500, 'B', '9', []]);
    expect(inputs).to.deep.equal({
      count: 0,
      root: createHash('sha256').digest('base64url'),
      sm3Root: createHash('sm3').digest('base64url'),
    });
  });

  it('takes points in whole numbers by the age of the decision, half of them while it is disputed', () => {
    expect(scoreOf(penalty())).to.equal(401);
    // Half of 99 is 49 and a half: fractions fall away. One month after 2026-10-20 ends with 2026-11-20.
    expect(scoreOf(penalty({ decidedAt: '2026-10-20' }))).to.equal(401);
    expect(scoreOf(penalty({ decidedAt: '2026-10-19' }))).to.equal(451);
    expect(scoreOf(penalty({ decidedAt: '2026-05-19' }))).to.equal(500);
    const history = [{ operation: 'dispute', state: 'disputed', at: NOW }] as CreditEntry['history'];
    expect(scoreOf({ ...penalty(), record: { ...penalty().record, state: 'disputed', history } })).to.equal(
      451,
    );
  });

  it('goes over one weight no further than its limit, over all between 0 and 1000', () => {
    expect(scoreOf(penalty(), penalty())).to.equal(350);
    expect(scoreOf(placed('honour'), placed('honour'))).to.equal(1000);
  });

  it('gives no better grade than a ceiling allows, also where the entry itself weighs nothing', () => {
    const honours = [placed('honour'), placed('honour')];
    const abnormal = placed('abnormalOperation', { severity: 'general' });
    const dishonest = placed('seriousDishonesty', { severity: 'serious' });
    expect(graded(...honours).grade).to.equal('A');
    expect(graded(...honours, abnormal)).to.include({ grade: 'C', score: 1000 });
    expect(graded(...honours, dishonest, abnormal).grade).to.equal('D');
    expect(graded(abnormal, penalty(), penalty()).grade).to.equal('D');
  });

  it('counts what the model names and what is published, and nothing else', () => {
    const counts = (entry: PlacedEntry): boolean => graded(entry).inputs.count === 1;
    expect(counts(placed('permit'))).to.equal(false);
    expect(counts(penalty({ severity: 'minor' }))).to.equal(false);
    expect(counts(penalty({ severity: 'general', decidedAt: '2025-11-19' }))).to.equal(false);
    expect(counts(penalty({ severity: 'general', decidedAt: '2025-11-20' }))).to.equal(true);
  });

  it('commits to each entry as it was, in order of key, whatever order they come in', () => {
    const entries = [penalty(), placed('honour')];
    const { inputs, counted } = graded(...entries);
    expect(graded(...entries.toReversed()).inputs).to.deep.equal(inputs);
    expect(counted.map(({ entry, points }) => [entry, points])).to.deep.equal([
      [entries[0]!.entry, -99],
      [entries[1]!.entry, 300],
    ]);
    const { entry, record } = entries[0]!;
    const text = canonicalize([
      `entry~${SUBJECT}~${entry}`,
      'penalty',
      record.source,
      '一号',
      record.facts,
      'standing',
    ]);
    const leaf = createHash('sha256').update(`\0${text}`).digest();
    expect(Buffer.from(evaluationLeaf(nodeHashes.sha256, entries[0]!, record))).to.deep.equal(leaf);
  });
});
