import { Info, Returns, Transaction } from 'fabric-contract-api';
import { TransactionContext } from '../context.js';
import { HubContract } from '../contract.js';
import { pauseConsent, resumeConsent, withdrawConsent } from './act.js';
import { answerFinding } from './findings/answer.js';
import { getFinding, pageFindings } from './findings/read.js';
import { fileObjection, reportFinding } from './findings/report.js';
import { forgetConsent } from './forget-consent.js';
import { getConsent } from './get-consent.js';
import { giveConsent } from './give-consent.js';
import {
  closeGrantCase,
  disputeGrant,
  escalateGrant,
  pauseGrant,
  resumeGrant,
  withdrawGrant,
} from './grants/acts.js';
import { decideGrant, resolveGrantDispute } from './grants/decide.js';
import { leaseQuota } from './grants/lease.js';
import { checkGrant, getGrant, pageGrants, pageLeases } from './grants/read.js';
import { requestGrant } from './grants/request.js';
import { pagePulls } from './page-pulls.js';
import { pull } from './pull.js';
import { anchorReceipts } from './receipts/anchor-receipts.js';
import { pageAnchors } from './receipts/page-anchors.js';

/** Who lets whom have its data, and each use made of that. */
@Info({ title: 'sharing', description: 'Consents, each pull under them, and what audits find' })
export class SharingContract extends HubContract {
  constructor() {
    super('sharing');
  }

  @Transaction()
  @Returns('string')
  giveConsent(ctx: TransactionContext, request: string): Promise<string> {
    return giveConsent(ctx, request);
  }

  @Transaction()
  @Returns('string')
  pauseConsent(ctx: TransactionContext, request: string): Promise<string> {
    return pauseConsent(ctx, request);
  }

  @Transaction()
  @Returns('string')
  resumeConsent(ctx: TransactionContext, request: string): Promise<string> {
    return resumeConsent(ctx, request);
  }

  @Transaction()
  @Returns('string')
  withdrawConsent(ctx: TransactionContext, request: string): Promise<string> {
    return withdrawConsent(ctx, request);
  }

  @Transaction()
  @Returns('string')
  pull(ctx: TransactionContext, request: string): Promise<string> {
    return pull(ctx, request);
  }

  @Transaction()
  @Returns('string')
  forgetConsent(ctx: TransactionContext, request: string): Promise<string> {
    return forgetConsent(ctx, request);
  }

  @Transaction()
  @Returns('string')
  anchorReceipts(ctx: TransactionContext, request: string): Promise<string> {
    return anchorReceipts(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  pageAnchors(ctx: TransactionContext, request: string): Promise<string> {
    return pageAnchors(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  getConsent(ctx: TransactionContext, request: string): Promise<string> {
    return getConsent(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  pagePulls(ctx: TransactionContext, request: string): Promise<string> {
    return pagePulls(ctx, request);
  }

  @Transaction()
  @Returns('string')
  reportFinding(ctx: TransactionContext, request: string): Promise<string> {
    return reportFinding(ctx, request);
  }

  @Transaction()
  @Returns('string')
  fileObjection(ctx: TransactionContext, request: string): Promise<string> {
    return fileObjection(ctx, request);
  }

  @Transaction()
  @Returns('string')
  answerFinding(ctx: TransactionContext, request: string): Promise<string> {
    return answerFinding(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  getFinding(ctx: TransactionContext, request: string): Promise<string> {
    return getFinding(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  pageFindings(ctx: TransactionContext, request: string): Promise<string> {
    return pageFindings(ctx, request);
  }

  @Transaction()
  @Returns('string')
  requestGrant(ctx: TransactionContext, request: string): Promise<string> {
    return requestGrant(ctx, request);
  }

  @Transaction()
  @Returns('string')
  decideGrant(ctx: TransactionContext, request: string): Promise<string> {
    return decideGrant(ctx, request);
  }

  @Transaction()
  @Returns('string')
  escalateGrant(ctx: TransactionContext, request: string): Promise<string> {
    return escalateGrant(ctx, request);
  }

  @Transaction()
  @Returns('string')
  disputeGrant(ctx: TransactionContext, request: string): Promise<string> {
    return disputeGrant(ctx, request);
  }

  @Transaction()
  @Returns('string')
  resolveGrantDispute(ctx: TransactionContext, request: string): Promise<string> {
    return resolveGrantDispute(ctx, request);
  }

  @Transaction()
  @Returns('string')
  pauseGrant(ctx: TransactionContext, request: string): Promise<string> {
    return pauseGrant(ctx, request);
  }

  @Transaction()
  @Returns('string')
  resumeGrant(ctx: TransactionContext, request: string): Promise<string> {
    return resumeGrant(ctx, request);
  }

  @Transaction()
  @Returns('string')
  withdrawGrant(ctx: TransactionContext, request: string): Promise<string> {
    return withdrawGrant(ctx, request);
  }

  @Transaction()
  @Returns('string')
  closeGrantCase(ctx: TransactionContext, request: string): Promise<string> {
    return closeGrantCase(ctx, request);
  }

  @Transaction()
  @Returns('string')
  leaseQuota(ctx: TransactionContext, request: string): Promise<string> {
    return leaseQuota(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  getGrant(ctx: TransactionContext, request: string): Promise<string> {
    return getGrant(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  pageGrants(ctx: TransactionContext, request: string): Promise<string> {
    return pageGrants(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  pageLeases(ctx: TransactionContext, request: string): Promise<string> {
    return pageLeases(ctx, request);
  }

  @Transaction(false)
  @Returns('string')
  checkGrant(ctx: TransactionContext, request: string): Promise<string> {
    return checkGrant(ctx, request);
  }
}
