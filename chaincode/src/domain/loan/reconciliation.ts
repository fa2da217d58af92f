import type {
  ClaimFile,
  ClaimState,
  TrancheFile,
  TrancheRecord,
  TrancheReference,
} from '../schemas/subsidy.js';
import { canonicalize } from '../encoding/index.js';
import { fenOf, fenText, sumOf } from './money.js';

/** Everything that was written about a programme's money. */
export interface SubsidyBooks {
  readonly budget: string;
  /** What the budget's own record says stands in tranches. */
  readonly allocated: string;
  readonly tranches: readonly { readonly record: Pick<TrancheRecord, 'state'>; readonly file: TrancheFile }[];
  readonly claims: readonly { readonly record: { readonly state: ClaimState }; readonly file: ClaimFile }[];
}

export interface SubsidyTotals {
  readonly budget: string;
  /** In open tranches whole; of closed ones what was granted and has not come back. */
  readonly allocated: string;
  readonly granted: string;
  readonly paid: string;
  readonly recovered: string;
  /** What no tranche holds. */
  readonly left: string;
}

export interface Difference {
  /** The budget, or one tranche. */
  readonly of: 'budget' | TrancheReference;
  readonly what: 'allocated' | 'granted' | 'recovered' | 'overspent';
  readonly written: string;
  readonly recomputed: string;
}

type Claim = SubsidyBooks['claims'][number];

const grantedOf = ({ file }: Claim): bigint =>
  file.tranche === undefined ? 0n : fenOf(file.claim.statement.amount);

const totalOf = (claims: readonly Claim[], amountOf: (claim: Claim) => bigint): bigint =>
  sumOf(claims.map(amountOf));

const recoveredOf = ({ file }: Claim): bigint => fenOf(file.recovered);

function differencesOf({ file }: SubsidyBooks['tranches'][number], claims: readonly Claim[]): Difference[] {
  const { tranche, amount } = file.opening.statement;
  const granted = totalOf(claims, grantedOf);
  const recovered = totalOf(claims, recoveredOf);
  const found: readonly (readonly [Difference['what'], bigint, bigint, boolean])[] = [
    ['granted', fenOf(file.granted), granted, fenOf(file.granted) !== granted],
    ['recovered', fenOf(file.recovered), recovered, fenOf(file.recovered) !== recovered],
    ['overspent', fenOf(amount), granted - recovered, granted - recovered > fenOf(amount)],
  ];
  return found
    .filter(([, , , differs]) => differs)
    .map(([what, written, recomputed]) => ({
      of: tranche,
      what,
      written: fenText(written),
      recomputed: fenText(recomputed),
    }));
}

const untold = (claim: Claim): Difference => ({
  of: claim.file.tranche as TrancheReference,
  what: 'granted',
  written: '0',
  recomputed: fenText(grantedOf(claim)),
});

/** A programme's totals from its claims alone, and wherever the books say something else, to the 分. */
export function reconcileSubsidy({ budget, allocated, tranches, claims }: SubsidyBooks): {
  readonly totals: SubsidyTotals;
  readonly differences: readonly Difference[];
} {
  const claimsOf = Map.groupBy(claims, ({ file }) => canonicalize(file.tranche ?? {}));
  const own = tranches.map((tranche) => ({
    ...tranche,
    claims: claimsOf.get(canonicalize(tranche.file.opening.statement.tranche)) ?? [],
  }));
  const known = new Set(tranches.map(({ file }) => canonicalize(file.opening.statement.tranche)));
  const held = sumOf(
    own.map(({ record, file, claims: of }) =>
      record.state === 'open'
        ? fenOf(file.opening.statement.amount)
        : totalOf(of, grantedOf) - totalOf(of, recoveredOf),
    ),
  );
  const differences = [
    ...own.flatMap((tranche) => differencesOf(tranche, tranche.claims)),
    ...claims
      .filter(({ file }) => file.tranche !== undefined && !known.has(canonicalize(file.tranche)))
      .map(untold),
  ];
  if (held !== fenOf(allocated)) {
    differences.push({ of: 'budget', what: 'allocated', written: allocated, recomputed: fenText(held) });
  }
  const paid = claims.filter(({ file }) => file.paid);
  return {
    totals: {
      budget,
      allocated: fenText(held),
      granted: fenText(totalOf(claims, grantedOf)),
      paid: fenText(totalOf(paid, grantedOf)),
      recovered: fenText(totalOf(claims, recoveredOf)),
      left: fenText(fenOf(budget) - held),
    },
    differences,
  };
}
