import {
  dateOfInstant,
  keys,
  type LoanStatistics,
  type LoanStatisticsQuery,
  type LoanStep,
} from '@hanlian/chaincode/domain';
import type { ReadModel } from '../../readmodel/read-model.js';
import { recordAt } from '../records.js';
import { DECISIONS } from './facts.js';

type Channel = LoanStatistics['channel'];
type Milestone = Pick<LoanStep, 'act' | 'txTime'>;

/** What was read of a loan, up to which of its steps. */
interface Followed {
  revision: number;
  readonly milestones: Milestone[];
}

/** What the blocks alone tell of all banks' loans together. Each step is read once. */
export class ChannelFigures {
  readonly #model: Pick<ReadModel, 'get'>;
  readonly #loans = new Map<string, Followed>();

  constructor(model: Pick<ReadModel, 'get'>) {
    this.#model = model;
  }

  /** Reads what a loan has come to since it was followed last. */
  follow(loan: string, revision: number): void {
    const followed = this.#loans.get(loan) ?? { revision: -1, milestones: [] };
    this.#loans.set(loan, followed);
    while (followed.revision < revision) {
      const { act, txTime } = recordAt(this.#model, keys.loanStep(loan, followed.revision + 1)) as LoanStep;
      if (act === 'apply' || act in DECISIONS) followed.milestones.push({ act, txTime });
      followed.revision += 1;
    }
  }

  /** Applications and decisions on the days of a period, as known at an instant: of each loan the last decision counts. */
  of({ from, until }: Pick<LoanStatisticsQuery, 'from' | 'until'>, asOf: number): Channel {
    const channel = { applications: 0, approvals: 0, rejections: 0 };
    for (const { milestones } of this.#loans.values()) {
      const [application, ...decisions] = milestones;
      const decision = decisions.findLast(({ txTime }) => txTime <= asOf);
      for (const milestone of [application, decision]) {
        if (milestone === undefined || milestone.txTime > asOf) continue;
        const date = dateOfInstant(milestone.txTime);
        if (from <= date && date <= until) channel[DECISIONS[milestone.act] ?? 'applications'] += 1;
      }
    }
    return channel;
  }
}
