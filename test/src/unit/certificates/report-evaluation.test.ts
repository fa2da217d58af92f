import { expect } from 'chai';
import {
  evaluationLeaf,
  keys,
  merkleRoot,
  type CreditEntry,
  type Digest,
  type Evaluation,
} from '@hanlian/chaincode/domain';
import { nodeHashes } from '@hanlian/chaincode/hash';
import { openFile, reportFile, type CheckResult, type Verdict } from '@hanlian/certificates';
import { DAY } from '../../support/evidence.js';
import { ISSUED_AT, ReportWorld } from '../../support/report.js';
import { OFFICE, SUBJECT } from '../../support/report-consent.js';
import type { Entered } from '../../support/report-entries.js';

const PENALTY: Entered = {
  category: 'penalty',
  document: '示例罚〔2026〕12号',
  facts: { severity: 'general' },
};
const COUNTED: readonly Entered[] = [{ category: 'registration', document: '示例登〔2019〕1号' }, PENALTY];
const GRANTED = ['registration', 'penalty', 'evaluation'];
const AT = ISSUED_AT - 5 * DAY;
const MODEL = keys.ruleSet('credit-model', 0);
const provenance = { revision: 0, intent: 'A'.repeat(22), tx: 'A'.repeat(43), txTime: AT };

/** Penalties cost 50 of 750, and 700 is a B. */
const MODEL_BODY = {
  version: '1.0',
  clause: '示例模型',
  base: 750,
  weights: [{ when: { categories: ['penalty'] }, points: -50, most: 250 }],
  ages: [{ months: 36, percent: 100 }],
  disputedPercent: 50,
  ceilings: [],
  grades: [
    { grade: 'A', from: 720 },
    { grade: 'B', from: 0 },
  ],
};

describe('the evaluation in a credit report', () => {
  /** Evaluates by hand: the one penalty counts. */
  async function evaluated(
    changes: Partial<Evaluation> = {},
    { entered = COUNTED, of = SUBJECT }: { entered?: readonly Entered[]; of?: string } = {},
  ): Promise<{ found: CheckResult; verdict: Verdict }> {
    const world = await ReportWorld.open({ entered, granted: GRANTED });
    const [key, value] = [...world.records].find(
      ([name, text]) => name.startsWith(`entry~${SUBJECT}~`) && text.includes(PENALTY.document),
    )!;
    const record = JSON.parse(value) as CreditEntry;
    const entry = key.split('~')[2]!;
    const rootIn = (digest: Digest): string => {
      const leaf = evaluationLeaf(
        digest,
        { subject: SUBJECT, entry, record },
        { ...record, state: 'standing' },
      );
      return Buffer.from(merkleRoot(digest, [leaf])).toString('base64url');
    };
    world.put(MODEL, {
      ...{ v: 1, name: 'credit-model', since: 0, source: { zh: '示例', en: 'Sample' }, body: MODEL_BODY },
      ...provenance,
    });
    world.put(keys.evaluation(of, AT), {
      ...{ v: 1, at: AT, grade: 'B', score: 700, version: '1.0', office: OFFICE, person: 'P001' },
      model: { name: 'credit-model', since: 0, clause: '示例模型' },
      inputs: { count: 1, root: rootIn(nodeHashes.sha256), sm3Root: rootIn(nodeHashes.sm3) },
      ...provenance,
      ...changes,
    });
    const proofs = { evaluation: world.prove(keys.evaluation(of, AT)), model: world.prove(MODEL) };
    const report = await world.report(proofs);
    const { checks, verdict } = await (await openFile(reportFile(report))).verify(world.context({}));
    return { found: checks.find(({ name }) => name === 'evaluation') ?? checks[0]!, verdict };
  }

  it('is computed again where every entry that counted is shown', async () => {
    const { found, verdict } = await evaluated();
    expect(found).to.deep.include({ code: 'EVALUATION_RECOMPUTED', status: 'VALID', data: { inputs: 1 } });
    expect(verdict).to.equal('VALID');
  });

  it('is not computed again where one is withheld, and the rest of the report stands', async () => {
    const honour: Entered = { category: 'honour', document: '示例荣〔2026〕2号' };
    const wrong = { inputs: { count: 2, root: 'B'.repeat(42) + 'A', sm3Root: 'B'.repeat(42) + 'A' } };
    const { found, verdict } = await evaluated(wrong, { entered: [...COUNTED, honour] });
    expect(found).to.deep.include({
      code: 'EVALUATION_NOT_RECOMPUTED',
      status: 'SKIPPED',
      data: { reason: 'WITHHELD', inputs: 2, reported: 1 },
    });
    expect(verdict).to.equal('VALID');
  });

  it('is wrong where the grade does not follow, or rests on what was not there', async () => {
    const other = { inputs: { count: 1, root: 'B'.repeat(42) + 'A', sm3Root: 'B'.repeat(42) + 'A' } };
    for (const changes of [{ grade: 'A' }, { score: 750 }, { version: '2.0' }, other] as const) {
      const { found, verdict } = await evaluated(changes);
      expect([found.code, verdict], JSON.stringify(changes)).to.deep.equal(['EVALUATION_WRONG', 'INVALID']);
    }
  });

  it('is of this enterprise, by the model it names', async () => {
    const foreign = await evaluated({}, { of: '91110000600037341L' });
    expect([foreign.found.code, foreign.verdict]).to.deep.equal(['REPORT_ENTRY_FOREIGN', 'INVALID']);
    const unnamed = await evaluated({ model: { name: 'credit-model', since: 7, clause: '示例模型' } });
    expect([unnamed.found.code, unnamed.verdict]).to.deep.equal(['REPORT_ENTRY_FOREIGN', 'INVALID']);
  });
});
