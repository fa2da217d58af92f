import { expect } from 'chai';
import { keys, type JsonValue } from '@hanlian/chaincode/domain';
import {
  noteVerifiers,
  openFile,
  POLICIES,
  REPORT_CHECK_NAMES,
  reportFile,
  trustBy,
  type CheckCode,
  type CreditReport,
  type Verification,
  type VerificationContext,
} from '@hanlian/certificates';
import { DAY } from '../../support/evidence.js';
import { ISSUED_AT, ReportWorld } from '../../support/report.js';
import { OFFICE, QUESTION, SUBJECT } from '../../support/report-consent.js';
import { ENTERED } from '../../support/report-entries.js';
import { checkpointOf, newWitness, ORIGIN, signedNote } from '../../support/log.js';
import { sm2SealOf } from '../../support/sm2-seals.js';

const PREDECESSOR = '91110000600037341L';

type Changed = { -readonly [Key in keyof CreditReport]: CreditReport[Key] };
type Sets = CreditReport['sets'];
type Shown = Extract<Sets[number]['entries'][number], { record: unknown }>;

describe('a credit report', () => {
  let world: ReportWorld;
  let report: CreditReport;
  beforeEach(async () => {
    world = await ReportWorld.open();
    report = await world.report();
  });

  const verify = async (
    given: CreditReport | Uint8Array,
    changes: Partial<VerificationContext> = {},
  ): Promise<Verification> => {
    const bytes = given instanceof Uint8Array ? given : reportFile(given);
    return (await openFile(bytes)).verify(world.context(changes));
  };
  const codeOf = ({ checks }: Verification, wanted: string): CheckCode =>
    checks.find(({ name }) => name === wanted)!.code;
  /** A cheating office: its own seal over a changed report. */
  const cheat = async (change: (report: Changed) => void): Promise<CreditReport> => {
    const changed = structuredClone(report);
    change(changed);
    return world.resealed(changed);
  };
  const expectInvalid = async (
    given: CreditReport | Uint8Array,
    check: string,
    code: CheckCode,
    changes: Partial<VerificationContext> = {},
  ): Promise<void> => {
    const found = await verify(given, changes);
    expect(codeOf(found, check)).to.equal(code);
    expect(found.verdict).to.equal('INVALID');
  };
  const entriesIn = (given: Changed): Sets[number]['entries'] => given.sets[0]!.entries;
  const shownIn = (given: Changed, document: string): Shown =>
    entriesIn(given).find(
      (entry): entry is Shown => 'record' in entry && (entry.record.value ?? '').includes(document),
    )!;

  it('is valid by all checks, for the bank and the application it was pulled for', async () => {
    const found = await verify(report);
    expect(found.checks.map(({ name, status }) => [name, status])).to.deep.equal(
      REPORT_CHECK_NAMES.map((name) => [name, 'VALID']),
    );
    expect(found.verdict).to.equal('VALID');
  });

  it('accounts for every entry: those shown, and why the others are not', async () => {
    const { checks } = await verify(report);
    expect(checks.find(({ name }) => name === 'completeness')!.data).to.deep.equal({
      shown: 4,
      withheld: { corrected: 1, repaired: 1, notGranted: 1 },
    });
  });

  it('shows a person only where the consent names that field, and no other field of a category not granted', async () => {
    const named = shownIn(report, '示例登').fields;
    expect(named.find(({ name }) => name === 'legalRepresentative')).to.include({ value: '张三' });
    const permit = shownIn(report, '示例许').fields;
    expect(permit.find(({ name }) => name === 'legalRepresentative')).to.have.keys('name', 'leaf');
    const court = await ReportWorld.open({ granted: ['judicial.court'] });
    const { sets } = await court.report();
    const disclosed = sets[0]!.entries.flatMap((entry) =>
      'fields' in entry ? entry.fields.filter((field) => 'value' in field) : [],
    );
    expect(disclosed.map(({ name }) => name)).to.deep.equal(['court']);
    expect(
      (await (await openFile(reportFile(await court.report()))).verify(court.context())).verdict,
    ).to.equal('VALID');
  });

  it('of an enterprise without any entry proves that there is none', async () => {
    world = await ReportWorld.open({ entered: [] });
    const found = await verify(await world.report());
    expect(found.verdict).to.equal('VALID');
  });

  it('is valid with two seals where the office has one in SM2', async () => {
    world = await ReportWorld.open({ sm2Seal: (await sm2SealOf(OFFICE, '示例市发展和改革委员会')).sealer });
    report = await world.report();
    const found = await verify(report);
    expect(codeOf(found, 'seal')).to.equal('BOTH_SEALS_VALID');
    expect(found.verdict).to.equal('VALID');
    const without = { ...report };
    delete without.sm2Seal;
    await expectInvalid(without, 'seal', 'SM2_SEAL_MISSING');
  });

  describe('that was changed', () => {
    it('is found by its seal', async () => {
      await expectInvalid({ ...report, until: report.until + 1 }, 'seal', 'SEAL_FOREIGN');
    });

    it('even by white space alone is none any more', async () => {
      const bytes = Buffer.from(
        JSON.stringify(JSON.parse(Buffer.from(reportFile(report)).toString()), null, 1),
      );
      await expectInvalid(bytes, 'integrity', 'REPORT_MALFORMED');
    });

    it('to another format is not judged', async () => {
      const bytes = Buffer.from(reportFile({ ...report, v: 'hanlian-credit-report/2' as never }));
      const found = await verify(bytes);
      expect(codeOf(found, 'integrity')).to.equal('DOCUMENT_VERSION_UNKNOWN');
      expect(found.verdict).to.equal('UNKNOWN');
    });

    it('in a field, by an office that seals it anew, says which entry', async () => {
      const changed = await cheat((given) => {
        const field = shownIn(given, '示例罚〔2026〕12号').fields.find(({ name }) => name === 'content')!;
        (field as { value: string }).value = '警告';
      });
      const found = await verify(changed);
      expect(found.checks[0]).to.deep.include({
        code: 'REPORT_ENTRY_CHANGED',
        data: { entries: ['示例罚〔2026〕12号'] },
      });
      expect(found.verdict).to.equal('INVALID');
    });

    it('by leaving a field out', async () => {
      const changed = await cheat((given) => void shownIn(given, '示例罚').fields.pop());
      await expectInvalid(changed, 'integrity', 'REPORT_FIELDS_WRONG');
    });

    it('by giving a record as that of another entry', async () => {
      const changed = await cheat((given) => {
        const entry = shownIn(given, '示例许');
        entry.record = { ...entry.record, key: keys.entry(SUBJECT, 'AAAAAAAAAAAAAAAAAAAAAA') };
      });
      await expectInvalid(changed, 'integrity', 'REPORT_ENTRY_FOREIGN');
    });

    it('by a record that is none', async () => {
      const changed = await cheat((given) => {
        shownIn(given, '示例许').record.value = '{"v":1}';
      });
      await expectInvalid(changed, 'integrity', 'REPORT_MALFORMED');
      const absent = await cheat((given) => {
        delete shownIn(given, '示例许').record.value;
      });
      await expectInvalid(absent, 'integrity', 'REPORT_MALFORMED');
    });
  });

  describe('that is not complete', () => {
    it('is found by its count where an entry was left out', async () => {
      const changed = await cheat((given) => {
        entriesIn(given).splice(2, 1);
      });
      await expectInvalid(changed, 'completeness', 'REPORT_COUNT_WRONG');
    });

    it('or where there is one link too many', async () => {
      const changed = await cheat((given) => {
        entriesIn(given).push(entriesIn(given).find((entry) => 'link' in entry)!);
      });
      await expectInvalid(changed, 'completeness', 'REPORT_COUNT_WRONG');
    });

    it('is found by its chain where two were swapped', async () => {
      const changed = await cheat((given) => {
        const entries = entriesIn(given);
        [entries[0], entries[1]] = [entries[1]!, entries[0]!];
      });
      await expectInvalid(changed, 'completeness', 'REPORT_CHAIN_WRONG');
    });

    it('or one exchanged for a link of nothing', async () => {
      const changed = await cheat((given) => {
        entriesIn(given)[2] = { link: { sha256: 'A'.repeat(43), sm3: 'A'.repeat(43) }, withheld: 'repaired' };
      });
      await expectInvalid(changed, 'completeness', 'REPORT_CHAIN_WRONG');
    });

    it('is found where it says that there is no set at all', async () => {
      const changed = await cheat((given) => {
        given.sets = [{ ...given.sets[0]!, entries: [] }];
        delete given.sets[0]!.head.value;
      });
      await expectInvalid(changed, 'completeness', 'REPORT_PROOF_WRONG');
    });

    it('where it leaves out what a predecessor did, or adds what another did', async () => {
      world.register(PREDECESSOR, [
        { category: 'penalty', document: '旧罚1号', facts: { severity: 'serious' } },
      ]);
      await expectInvalid(await world.report(), 'completeness', 'REPORT_SETS_WRONG');
      world.register(SUBJECT, ENTERED, [PREDECESSOR]);
      const both = await world.parts();
      expect((await verify(await world.report(both))).verdict).to.equal('VALID');
      const own = await world.report({ sets: both.sets.slice(0, 1) });
      await expectInvalid(own, 'completeness', 'REPORT_SETS_WRONG');
      const reversed = await world.report({ sets: both.sets.toReversed() });
      await expectInvalid(reversed, 'integrity', 'REPORT_ENTRY_FOREIGN');
    });

    it('where it shows an entry that was repaired by then', async () => {
      const [, , , repaired] = ENTERED;
      world = await ReportWorld.open({ entered: [{ ...repaired!, reason: 'published' }] });
      await expectInvalid(await world.report(), 'completeness', 'REPORT_ENTRY_NOT_LIVE');
    });
  });

  describe('by the rules of publication', () => {
    const shownTooLong = { category: 'penalty', document: '旧罚2号' } as const;

    it('shows no penalty whose time is over', async () => {
      const facts = { severity: 'general', decidedAt: '2019-03-01' } as const;
      world = await ReportWorld.open({ entered: [{ ...shownTooLong, facts }] });
      await expectInvalid(await world.report(), 'completeness', 'REPORT_ENTRY_NOT_LIVE');
    });

    it('is judged by rule sets of the registry, and none other', async () => {
      const { rules } = await world.parts();
      const foreign = { ...rules[0]!, key: keys.ruleSet('credit-repair', 0) };
      await expectInvalid(await world.report({ rules: [foreign] }), 'integrity', 'REPORT_ENTRY_FOREIGN');
    });
  });

  describe('whose proofs do not hold', () => {
    it('by another checkpoint than its records are of', async () => {
      const before = await world.note(world.log, world.witness);
      world.put('lic~other~0', { changed: true });
      await expectInvalid(await world.report({ checkpoint: before }), 'completeness', 'REPORT_PROOF_WRONG');
    });

    it('by a checkpoint that too few have signed: nobody can tell', async () => {
      const found = await verify(await world.report({ checkpoint: await world.note(world.log) }));
      expect(codeOf(found, 'completeness')).to.equal('REPORT_CHECKPOINT_UNTRUSTED');
      expect(found.verdict).to.equal('UNKNOWN');
    });

    it('by a checkpoint that is none', async () => {
      await expectInvalid(await world.report({ checkpoint: 'none' }), 'freshness', 'REPORT_PROOF_WRONG');
    });

    it('by a checkpoint without a state map', async () => {
      const checkpoint = await signedNote(checkpointOf(9), world.log, world.witness);
      await expectInvalid(await world.report({ checkpoint }), 'completeness', 'REPORT_PROOF_WRONG');
    });
  });

  describe('by its time', () => {
    it('rests on no checkpoint older than an hour when it was made', async () => {
      const early = newWitness('witness.bank', () => (ISSUED_AT - 3601) * 1000);
      const checkpoint = await world.note(world.log, early);
      const logs = trustBy(
        {
          origin: ORIGIN,
          log: { organisation: 'BureauMSP', keys: [world.log.key] },
          witnesses: [{ organisation: 'BankMSP', keys: [early.key] }],
          quorum: 2,
        },
        noteVerifiers,
      );
      await expectInvalid(await world.report({ checkpoint }), 'freshness', 'REPORT_STALE', { logs });
    });

    it('is UNKNOWN once its time is over, and before it was made', async () => {
      for (const [at, code] of [
        [report.until, 'REPORT_OUTDATED'],
        [ISSUED_AT - 1, 'REPORT_EARLY'],
      ] as const) {
        const found = await verify(report, { at });
        expect(codeOf(found, 'freshness')).to.equal(code);
        expect(found.verdict).to.equal('UNKNOWN');
      }
      expect((await verify(report, { at: report.until - 1 })).verdict).to.equal('VALID');
    });
  });

  describe('by its grant', () => {
    it('is of no use to another bank, or for another application', async () => {
      await expectInvalid(report, 'grant', 'GRANT_READER_WRONG', { grant: { ...QUESTION, reader: OFFICE } });
      const application = 'A'.repeat(43);
      await expectInvalid(report, 'grant', 'GRANT_APPLICATION_WRONG', {
        grant: { ...QUESTION, application },
      });
    });

    it('is UNKNOWN where nobody says who reads it for what', async () => {
      const found = await verify(report, { grant: undefined });
      expect(codeOf(found, 'grant')).to.equal('GRANT_UNASKED');
      expect(found.verdict).to.equal('UNKNOWN');
    });

    it('must rest on what the enterprise and the bank signed', async () => {
      const consent = await cheat((given) => void (given.consent.signed.statement.until += DAY));
      await expectInvalid(consent, 'grant', 'GRANT_PULL_UNPROVEN');
      const pull = await cheat((given) => void given.pull.signed.statement.fields.push('judicial.court'));
      await expectInvalid(pull, 'grant', 'GRANT_PULL_UNPROVEN');
      const foreign = await cheat((given) => void (given.pull.record = given.consent.record));
      await expectInvalid(foreign, 'grant', 'GRANT_PULL_UNPROVEN');
    });

    it('must disclose nothing that was not asked for', async () => {
      const wide = await ReportWorld.open({ granted: ['penalty'] });
      const narrow = await wide.parts();
      const more = { ...wide.pull.statement, fields: ['penalty', 'honour'] };
      const pulled = { ...narrow.pull, signed: { ...wide.pull, statement: more } };
      const changed = await wide.report({ pull: pulled });
      const given = await wide.resealed({ ...changed, pull: narrow.pull });
      const found = await (await openFile(reportFile(given))).verify(wide.context());
      expect(codeOf(found, 'grant')).to.equal('GRANT_EXCEEDED');
      expect(found.verdict).to.equal('INVALID');
    });
  });

  describe('by who sealed it', () => {
    it('must be of a credit office', async () => {
      world.departments.set(OFFICE, { kind: 'department', mspId: 'BureauMSP' });
      await expectInvalid(report, 'issuer', 'REPORT_OFFICE_WRONG');
    });

    it('must be of a seal that is registered, and was not lost since', async () => {
      const [key] = world.sealKeys.keys();
      world.sealKeys.set(key!, { since: 0, compromisedSince: ISSUED_AT + 1 });
      await expectInvalid(report, 'issuer', 'SEAL_TIME_UNPROVEN');
      world.sealKeys.clear();
      await expectInvalid(report, 'issuer', 'SEAL_KEY_UNKNOWN');
    });

    it('must have a seal in SM2 where the office is bound to', async () => {
      world.departments.set(OFFICE, { kind: 'credit', mspId: 'BureauMSP', sm2SealSince: 0 } as never);
      await expectInvalid(report, 'issuer', 'SM2_SEAL_REQUIRED');
    });
  });

  it('without a registry or a log to trust is UNKNOWN under every policy', async () => {
    for (const policy of Object.values(POLICIES)) {
      const found = await verify(report, { issuers: undefined, logs: undefined, policy });
      expect(found.verdict).to.equal('UNKNOWN');
      expect(found.checks.filter(({ code }) => code === 'NO_SOURCE').map(({ name }) => name)).to.deep.equal([
        'issuer',
        'completeness',
        'freshness',
        'grant',
      ]);
    }
  });

  it('has only what its schema knows', async () => {
    const changed = await cheat(
      (given) => void ((given as unknown as Record<string, JsonValue>)['note'] = 'x'),
    );
    await expectInvalid(changed, 'integrity', 'REPORT_MALFORMED');
  });
});
