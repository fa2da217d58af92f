import type { LicenseParts } from '../licenses/parts.js';
import type { ConsentWork } from '../consents/index.js';
import { PrivateCalls } from '../consents/private-calls.js';
import type { Submission } from '../../outbox/submission.js';
import type { SubsidyServices } from '../subsidy-services.js';
import { Approvals } from './approvals.js';
import { act, claim, getClaim } from './claims.js';
import { KnownClaims } from './known-claims.js';
import type { SubsidyParts } from './parts.js';
import type { SubsidyWork } from './work.js';
import { getProgramme, listProgrammes, putProgramme } from './programmes.js';
import { reconcile } from './reconciliation.js';
import { Signing } from './signing.js';
import { Statistics } from '../statistics/statistics.js';
import { closeTranche, listTranches, openTranche } from './tranches.js';
import { summaryOf } from './views.js';

type Own = Pick<SubsidyParts, 'writer' | 'keys' | 'callers' | 'secret' | 'errands'> &
  Pick<ConsentWork, 'speakers' | 'evidence'> & { readonly submission: Submission };

/** What a hub does about interest subsidies: for its finance office, and for its banks; and what is counted of them. */
export function openSubsidy(license: LicenseParts, own: Own): SubsidyServices {
  const shared = { ...license, ...own };
  const parts: SubsidyParts = {
    ...shared,
    calls: new PrivateCalls({ ...shared, contract: 'subsidy' }),
    loans: new PrivateCalls({ ...shared, contract: 'loan' }),
  };
  const work: SubsidyWork = { ...parts, signing: new Signing(parts) };
  const known = new KnownClaims(parts);
  const approvals = new Approvals(work, known);
  const statistics = new Statistics({ ...parts, claims: known });
  const subsidy: SubsidyServices['subsidy'] = {
    putProgramme: (caller, id, input, once) => putProgramme(parts, caller, id, input, once),
    programmes: (_caller, query) => listProgrammes(parts, query),
    programme: async (_caller, id) => ({ items: await getProgramme(parts, id) }),
    openTranche: (caller, programme, input, once) => openTranche(work, caller, programme, input, once),
    closeTranche: (caller, programme, input, once) => closeTranche(work, caller, programme, input, once),
    tranches: (caller, programme, query) => listTranches(work, caller, programme, query),
    reconcile: (caller, programme) => reconcile(work, known, caller, programme),
    claim: (caller, input, once) => claim(work, known, caller, input, once),
    act: (caller, id, input, once) => act(work, known, caller, id, input, once),
    getClaim: (caller, id) => getClaim(work, known, caller, id),
    claims: async (caller, query) => {
      await parts.caughtUp();
      const { items, next } = await known.page(caller, query);
      return { items: items.map(summaryOf), ...(next !== undefined && { next }) };
    },
    propose: (caller, input, once) => approvals.propose(caller, input, once),
    approval: (caller, id) => Promise.resolve().then(() => approvals.get(caller, id)),
    confirm: (caller, id, once) => approvals.confirm(caller, id, once),
  };
  return { subsidy, loanStatistics: { of: (caller, query) => statistics.of(caller, query) } };
}
