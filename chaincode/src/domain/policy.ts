import { ROLES, type Role } from './roles.js';

/**
 * Who may do what: the one table. The contracts decide by it from the creator's certificate; the gateway reads the
 * same table for its callers' scopes and for an earlier, kinder message, never for the decision.
 */
export { ROLES, type Role } from './roles.js';

/** The MSP of the bureau, whose registrars keep the registry (docs/adr/0007). */
export const BUREAU_MSP = 'BureauMSP';

/**
 * What binds the creator's certificate to the record it writes.
 *
 * - `bureau`: the certificate is the bureau's own; its department needs no record.
 * - `department`: its department is registered with the certificate's MSP.
 * - `issuer`: that, and the department is the license's issuer or the one that succeeded it.
 * - `provider`: that, and the department is the one that gives the data, or succeeded it.
 * - `party`: that, and it is one of those whom the record concerns.
 * - `owner`: that, and the department is the one whose catalogue or list it is, or succeeded it.
 * - `requester`: that, and the department is the one that asks for the data, or succeeded it.
 * - `pursuer`: that, or it is the bureau, which sees to it that requests are answered.
 * - `source`: that, and the department is the entry's source or the one that succeeded it.
 * - `creditOffice`: the department is a credit office.
 * - `desk`: one of these two, where an enterprise may turn to either.
 * - `organisation`: the MSP that vouches is the one acted for; no department has a say.
 * - `member`: nothing more; every member's peer holds the public state anyway.
 * - `gateway`: not a transaction; only a hub's own door asks for it.
 */
export type Authority =
  | 'bureau'
  | 'department'
  | 'issuer'
  | 'owner'
  | 'source'
  | 'creditOffice'
  | 'desk'
  | 'provider'
  | 'party'
  | 'requester'
  | 'pursuer'
  | 'organisation'
  | 'member'
  | 'gateway';

export interface PolicyRule {
  readonly roles: readonly Role[];
  readonly authority: Authority;
}

const bureau: PolicyRule = { roles: ['registrar'], authority: 'bureau' };
const issuer: PolicyRule = { roles: ['clerk'], authority: 'issuer' };
/** Whoever hands in what a holder signed: the signature decides. */
const courier: PolicyRule = { roles: ['clerk', 'officer'], authority: 'department' };
const provider: PolicyRule = { roles: ['clerk'], authority: 'provider' };
const party: PolicyRule = { roles: ['clerk', 'officer'], authority: 'party' };
const owner: PolicyRule = { roles: ['clerk'], authority: 'owner' };
const requester: PolicyRule = { roles: ['clerk', 'officer'], authority: 'requester' };
const source: PolicyRule = { roles: ['clerk'], authority: 'source' };
const creditOffice: PolicyRule = { roles: ['clerk'], authority: 'creditOffice' };
const desk: PolicyRule = { roles: ['clerk'], authority: 'desk' };
const organisation: PolicyRule = { roles: ['operator'], authority: 'organisation' };
const read: PolicyRule = { roles: ROLES, authority: 'member' };

export const POLICY = {
  'registry:putDepartment': bureau,
  'registry:succeedDepartment': bureau,
  'registry:putType': bureau,
  'registry:putAccreditation': bureau,
  'registry:putSealKey': bureau,
  // A department that registered its own officers' keys could make one person two.
  'registry:putOfficerKey': bureau,
  'registry:bindHolderKey': { roles: ['registrar', 'clerk'], authority: 'department' },
  'registry:putAgreement': { roles: ['registrar', 'clerk', 'officer'], authority: 'department' },
  'registry:putRuleSet': bureau,
  'registry:putCalendar': bureau,
  'registry:putStatusList': organisation,
  'registry:get': read,
  'registry:list': read,
  'registry:asOf': read,

  'license:openBatch': issuer,
  'license:issue': issuer,
  'license:importStock': issuer,
  'license:reseal': issuer,
  'license:amend': issuer,
  'license:renew': issuer,
  'license:suspend': issuer,
  'license:reinstate': issuer,
  'license:annul': issuer,
  'license:revoke': issuer,
  'license:deregister': issuer,
  'license:transferOut': issuer,
  'license:confirmTransferOut': issuer,
  'license:cancelTransfer': issuer,
  'license:transferIn': issuer,
  'license:inspect': issuer,
  'license:other': issuer,
  'license:get': read,
  'license:stateAt': read,
  'license:page': read,
  'license:getBatch': read,

  'credit:publish': { roles: ['clerk'], authority: 'department' },
  'credit:correct': source,
  'credit:annul': source,
  'credit:dispute': desk,
  'credit:resolveDispute': source,
  'credit:applyRepair': desk,
  'credit:acceptRepair': source,
  'credit:reviewRepair': creditOffice,
  'credit:acknowledgeStop': creditOffice,
  'credit:evaluate': creditOffice,
  'credit:succeedSubject': desk,
  'credit:get': read,
  'credit:page': read,
  'credit:publishableAt': read,
  'credit:entriesOf': read,
  'credit:gradeAt': read,
  'credit:stopDuties': read,

  'catalogue:putResources': owner,
  'catalogue:putResponsibilities': owner,
  // A bank needs data too.
  'catalogue:putDemands': { roles: ['clerk', 'officer'], authority: 'owner' },
  'catalogue:putNegatives': owner,
  'catalogue:retire': { roles: ['clerk', 'officer'], authority: 'owner' },
  'catalogue:publishOpenVersion': owner,
  'catalogue:get': read,
  'catalogue:page': read,
  'catalogue:pageOpenVersions': read,
  'catalogue:consistency': read,

  'sharing:giveConsent': courier,
  'sharing:pauseConsent': courier,
  'sharing:resumeConsent': courier,
  'sharing:withdrawConsent': courier,
  'sharing:pull': provider,
  'sharing:forgetConsent': provider,
  'sharing:getConsent': party,
  'sharing:pagePulls': party,
  'sharing:anchorReceipts': provider,
  'sharing:pageAnchors': read,

  'sharing:reportFinding': { roles: ['auditor'], authority: 'department' },
  // Whoever hands in what somebody signed: where a provider would not, the audit office's hub does.
  'sharing:fileObjection': { roles: ['clerk', 'officer', 'auditor'], authority: 'department' },
  'sharing:answerFinding': { roles: ['clerk', 'officer'], authority: 'department' },
  'sharing:getFinding': read,
  'sharing:pageFindings': read,

  'sharing:requestGrant': requester,
  'sharing:decideGrant': provider,
  'sharing:escalateGrant': { roles: ['registrar', 'clerk', 'officer'], authority: 'pursuer' },
  'sharing:disputeGrant': requester,
  'sharing:resolveGrantDispute': bureau,
  'sharing:pauseGrant': provider,
  'sharing:resumeGrant': provider,
  'sharing:withdrawGrant': party,
  'sharing:closeGrantCase': requester,
  'sharing:leaseQuota': provider,
  'sharing:getGrant': read,
  'sharing:pageGrants': read,
  'sharing:pageLeases': read,
  'sharing:checkGrant': read,

  'loan:putProduct': { roles: ['officer'], authority: 'department' },
  'loan:apply': courier,
  'loan:authorize': courier,
  'loan:bindReport': courier,
  'loan:startReview': courier,
  'loan:askInfo': courier,
  'loan:answerInfo': courier,
  'loan:approve': courier,
  'loan:reject': courier,
  'loan:signContract': courier,
  'loan:disburse': courier,
  'loan:repay': courier,
  'loan:declareOverdue': courier,
  'loan:cureOverdue': courier,
  'loan:correct': courier,
  'loan:cancel': courier,
  'loan:withdraw': courier,
  'loan:close': courier,
  'loan:getLoan': party,
  'loan:pageSteps': party,
  'loan:getFigures': party,
  'loan:getProduct': read,
  'loan:pageProducts': read,

  'subsidy:putProgramme': { roles: ['clerk'], authority: 'department' },
  'subsidy:openTranche': courier,
  'subsidy:closeTranche': courier,
  'subsidy:claim': courier,
  'subsidy:approve': courier,
  'subsidy:refuse': courier,
  'subsidy:withdraw': courier,
  'subsidy:pay': courier,
  'subsidy:recover': courier,
  'subsidy:getProgramme': read,
  'subsidy:getTranche': party,
  'subsidy:getClaim': party,
  'subsidy:getClaims': party,
  'subsidy:getApproval': party,
  'subsidy:getBudget': party,

  'log:putKeys': organisation,
  'log:publishCheckpoint': { roles: ['operator'], authority: 'bureau' },
  'log:cosign': organisation,
  'log:get': read,
  'log:page': read,

  // Certifying and revoking a seal key is a write of the registry; only changing the authority's own key is not.
  'pki:rotate': { roles: ['registrar'], authority: 'gateway' },
  // Who runs the hub that stamps for the others.
  'stamp:renew': { roles: ['operator'], authority: 'gateway' },
  'license:document': { roles: ['clerk'], authority: 'gateway' },
  // Clerks prepare and review certificates, officers of banks decisions on loans.
  'task:read': { roles: ['clerk', 'officer'], authority: 'gateway' },
  'task:decide': { roles: ['clerk', 'officer'], authority: 'gateway' },
  'interface:read': { roles: ROLES, authority: 'gateway' },
  'interface:manage': { roles: ['operator'], authority: 'gateway' },
  // Each caller reads what its own department may know.
  'event:read': { roles: ROLES, authority: 'gateway' },
  'webhook:manage': { roles: ROLES, authority: 'gateway' },
  // Each for itself; who runs the hub may see and end anybody's, and make none for another.
  'credential:manage': { roles: ROLES, authority: 'gateway' },
  'credential:oversee': { roles: ['operator'], authority: 'gateway' },
  'caller:manage': { roles: ['operator'], authority: 'gateway' },
  'job:read': { roles: ['clerk'], authority: 'gateway' },
  'job:manage': { roles: ['clerk'], authority: 'gateway' },
  // Who may write may keep the key that signs it.
  'identity:hold': { roles: ['registrar', 'clerk', 'officer', 'auditor'], authority: 'gateway' },
  // A bank asks for a report under a consent given to it.
  'exchange:pull': { roles: ['officer'], authority: 'gateway' },
  // A bank's officer acts on one of its loans; the bank's key signs.
  'loan:act': { roles: ['officer'], authority: 'gateway' },
  // Between departments, and by banks and others under grants of their own.
  'query:ask': { roles: ['clerk', 'officer'], authority: 'gateway' },
  // Operators of public data hand products on, recipients confirm that they have them.
  'onward:write': { roles: ['clerk', 'officer'], authority: 'gateway' },
  'receipt:read': { roles: ['clerk', 'officer', 'auditor'], authority: 'gateway' },
  'audit:read': { roles: ['auditor'], authority: 'gateway' },
  // Auditors see every act, others their own department's.
  'audit:list': { roles: ['registrar', 'clerk', 'officer', 'auditor'], authority: 'gateway' },
  'ledger:read': { roles: ROLES, authority: 'gateway' },
} as const satisfies Readonly<Record<string, PolicyRule>>;

/** `contract:operation`, or a scope of the gateway alone. */
export type Scope = keyof typeof POLICY;

/**
 * Whom an operator may appoint over HTTP. Not a registrar: whoever could make both callers and the officers' keys that
 * the registry binds them by could be two people. Registrars are appointed on the hub's own machine.
 */
export const APPOINTABLE: ReadonlySet<Role> = new Set(['clerk', 'officer', 'auditor', 'operator']);

const SCOPES = Object.keys(POLICY) as readonly Scope[];

/** What a role may ask a hub for. */
export const scopesOf = (role: Role): ReadonlySet<Scope> =>
  new Set(SCOPES.filter((scope) => ruleOf(scope).roles.includes(role)));

export const ruleOf = (scope: Scope): PolicyRule => POLICY[scope];
