import {
  parseInstant,
  sharingFigures,
  type AnchorRecord,
  type FindingRecord,
  type Grant,
  type GrantDecision,
  type SharingLedger,
} from '@hanlian/chaincode/domain';
import { expect } from 'chai';

const at = (day: number, hour = 4): number =>
  parseInstant(`2026-11-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00Z`);
const NOVEMBER = { from: parseInstant('2026-10-31T16:00:00Z'), to: parseInstant('2026-11-30T16:00:00Z') };

const decided = (
  act: GrantDecision['act'],
  day: number,
  more: Partial<GrantDecision> = {},
): GrantDecision => ({
  act,
  by: '11420100MB9A000223',
  tx: 'A'.repeat(43),
  txTime: at(day),
  ...more,
});
const grantOf = (...decisions: GrantDecision[]): Grant => ({ decisions }) as unknown as Grant;
const anchorOf = (txTime: number, ...lengths: number[]): AnchorRecord =>
  ({
    txTime,
    stretches: lengths.map((length) => ({
      first: 11,
      last: 10 + length,
      calls: Math.floor(length / 2),
      refusals: 1,
    })),
  }) as unknown as AnchorRecord;
const findingOf = (reported: number, due: number, ...answered: number[]): FindingRecord =>
  ({
    reportedAt: at(reported),
    due: at(due),
    answers: answered.map((day) => ({ txTime: at(day) })),
  }) as unknown as FindingRecord;
const figures = (ledger: Partial<SharingLedger>): ReturnType<typeof sharingFigures> =>
  sharingFigures({ grants: [], anchors: [], findings: [], ...ledger }, NOVEMBER);

describe('figures of sharing', () => {
  it('count calls and what came of them by the day they were anchored on, at UTC+8', () => {
    const anchors = [
      anchorOf(at(20, 17), 3),
      anchorOf(at(20), 4, 6),
      anchorOf(at(19), 2),
      anchorOf(at(20, 15), 1),
      anchorOf(at(21, 17), 5),
      anchorOf(NOVEMBER.to, 100),
      anchorOf(NOVEMBER.from - 1, 100),
    ];
    expect(figures({ anchors }).days).to.deep.equal([
      { date: '2026-11-19', calls: 1, released: 0, refused: 1, onward: 0 },
      { date: '2026-11-20', calls: 5, released: 3, refused: 3, onward: 0 },
      { date: '2026-11-21', calls: 1, released: 1, refused: 1, onward: 0 },
      { date: '2026-11-22', calls: 2, released: 2, refused: 1, onward: 0 },
    ]);
  });

  it('count products handed on beside the releases they were made of', () => {
    const anchor = anchorOf(at(20), 8);
    const stretches = anchor.stretches.map((stretch) => ({ ...stretch, onward: 2 }));
    const anchors = [anchor, { ...anchor, stretches }];
    expect(figures({ anchors }).days).to.deep.equal([
      { date: '2026-11-20', calls: 8, released: 4, refused: 2, onward: 2 },
    ]);
  });

  it('count what became of requests, and by which law the ledger refused', () => {
    const law = (ground: 'negativeList' | 'classified'): Partial<GrantDecision> => ({
      refusal: { ground, law: '某法' },
      by: undefined,
    });
    const grants = [
      grantOf(decided('request', 3), { ...decided('grant', 3), by: undefined }),
      grantOf(decided('request', 3), decided('refuse', 3, law('negativeList'))),
      grantOf(decided('request', 4), decided('refuse', 4, law('negativeList'))),
      grantOf(decided('request', 4), decided('refuse', 5, law('classified')), decided('overrule', 9)),
      grantOf(decided('request', 4), decided('escalate', 9), decided('grant', 10), decided('withdraw', 12)),
      grantOf({ ...decided('request', 1), txTime: NOVEMBER.to }),
    ].map((grant) => JSON.parse(JSON.stringify(grant)) as Grant);
    expect(figures({ grants }).requests).to.deep.equal({
      made: 5,
      grantedAtOnce: 1,
      granted: 3,
      refused: 3,
      grounds: { negativeList: 2, classified: 1 },
      escalated: 1,
      withdrawn: 1,
    });
  });

  it('hold a step kept that was taken before it was due, and missed that was not', () => {
    const grants = [
      grantOf(decided('request', 3, { due: at(10) }), decided('grant', 9)),
      grantOf(
        decided('request', 3, { due: at(10) }),
        decided('escalate', 10, { due: at(15) }),
        decided('refuse', 16),
      ),
      grantOf(decided('request', 25, { due: NOVEMBER.to })),
      grantOf(decided('request', 20, { due: at(28) })),
    ];
    expect(figures({ grants }).deadlines).to.deep.equal({ due: 4, kept: 1 });
  });

  it('and count findings answered in time of those that fell due', () => {
    const findings = [findingOf(2, 9, 8), findingOf(2, 9, 9), findingOf(3, 9), findingOf(29, 30)];
    expect(figures({ findings }).findings).to.deep.equal({ reported: 4, due: 4, answeredInTime: 1 });
    const later = sharingFigures({ grants: [], anchors: [], findings }, { from: at(29), to: at(29, 5) });
    expect(later.findings).to.deep.equal({ reported: 1, due: 0, answeredInTime: 0 });
  });
});
