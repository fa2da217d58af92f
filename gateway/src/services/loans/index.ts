import type { LoanQuery, LoanSummary } from '@hanlian/chaincode/domain';
import type { Exchange } from '../../exchange/index.js';
import type { Submission } from '../../outbox/submission.js';
import type { GroupWriter } from '../../storage/group-writer.js';
import { Once } from '../../storage/once.js';
import type { ConsentWork } from '../consents/index.js';
import { PrivateCalls } from '../consents/private-calls.js';
import type { LicenseParts } from '../licenses/parts.js';
import { pageThrough, unknownCursor } from '../pages.js';
import { KnownClaims } from '../subsidy/known-claims.js';
import type { Caller, Page, Services } from '../types.js';
import { ByOfficers } from './by-officers.js';
import { Errands } from './errands.js';
import { fileOf } from './file.js';
import { FromEnterprises } from './from-enterprises.js';
import { KnownLoans, unknownLoan } from './known-loans.js';
import { viewOwn } from './own-loans.js';
import { Papers } from './papers.js';
import { getProduct, listProducts, putProduct } from './products.js';
import { answerOf, standingOf, summaryOf } from './views.js';

interface Own extends Pick<ConsentWork, 'speakers' | 'evidence'> {
  readonly submission: Submission;
  readonly writer: GroupWriter;
  readonly exchange: Exchange;
}

/** What a hub does with loans: as a bank's, and as the finance office's, by which they go to the ledger. */
export interface LoanWork {
  readonly known: KnownLoans;
  readonly officers: ByOfficers;
  readonly errands: Errands;
  readonly papers: Papers;
  /** All but the acts of officers, some of which wait for the second. */
  readonly service: Omit<Services['loans'], 'act'>;
}

export async function openLoans(parts: LicenseParts, own: Own): Promise<LoanWork> {
  const { exchange, speakers } = own;
  const { peers, keys, pulls } = exchange;
  const calls = new PrivateCalls({ ...parts, ...own, contract: 'loan' });
  const subsidyCalls = new PrivateCalls({ ...parts, ...own, contract: 'subsidy' });
  const claims = new KnownClaims({ ...parts, speakers, calls: subsidyCalls });
  const papers = new Papers({ ...parts, ...own });
  const known = new KnownLoans({ ...parts, papers, speakers, calls });
  const errands = new Errands({ ...parts, peers, speakers, calls: { loan: calls, subsidy: subsidyCalls } });
  const work = { ...parts, ...own, papers, known, errands, peers };
  const asked = await Once.open('loanasked~', { ...parts, writer: own.writer });
  const enterprises = new FromEnterprises(work);
  return {
    known,
    papers,
    errands,
    officers: new ByOfficers({ ...work, keys, pulls }),
    service: {
      putProduct: (caller, product, input, once) => putProduct(parts, caller, product, input, once),
      product: (bank, id) => getProduct(parts, bank, id),
      products: (query) => listProducts(parts, query),
      apply: (input) => enterprises.apply(input),
      state: (id, input) => enterprises.state(id, input),
      viewOwn: (id, input) => viewOwn({ ...work, claims, asked }, id, input),
      standing: async (id) => {
        await parts.caughtUp();
        const record = known.recordOf(id);
        if (record === undefined) throw unknownLoan();
        return standingOf(id, record);
      },
      list: (caller, query) => listLoans(parts, { known, papers }, caller, query),
      get: async ({ department }, id) => {
        await parts.caughtUp();
        return answerOf(await known.view(department, id), await known.steps(department, id));
      },
      file: async ({ department }, id) => {
        await parts.caughtUp();
        return fileOf({ ...parts, known, papers, claims }, department, id);
      },
      carry: (errand) => errands.carry(errand),
    },
  };
}

/** A bank's loans by their ids, from its own papers. */
async function listLoans(
  { caughtUp }: LicenseParts,
  { known, papers }: Pick<LoanWork, 'known' | 'papers'>,
  { department }: Caller,
  { limit, cursor, ...wanted }: LoanQuery,
): Promise<Page<LoanSummary>> {
  await caughtUp();
  if (cursor !== undefined && !papers.has(department, cursor)) throw unknownCursor();
  const shown = (id: string): LoanSummary | undefined => {
    const found = known.application(department, id);
    const summary = found && summaryOf(found.record, found.paper.signed.statement);
    return summary && isWanted(summary, wanted) ? summary : undefined;
  };
  return pageThrough(papers.ids(department, cursor), { limit }, (id) => id, shown);
}

const isWanted = (
  { state, enterprise, product }: LoanSummary,
  wanted: Pick<LoanQuery, 'state' | 'enterprise' | 'product'>,
): boolean =>
  (wanted.state ?? state) === state &&
  (wanted.enterprise ?? enterprise) === enterprise &&
  (wanted.product ?? product) === product;
