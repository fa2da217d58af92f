import type { Endpoint } from '../../http/endpoint.js';
import { check as checkGrant } from './check.js';
import { closeCase } from './close-case.js';
import { decide as decideGrant } from './decide.js';
import { dispute as disputeGrant } from './dispute.js';
import { escalate as escalateGrant } from './escalate.js';
import { get as getGrant } from './get.js';
import { leases as grantLeases } from './leases.js';
import { list as listGrants } from './list.js';
import { pause as pauseGrant } from './pause.js';
import { request as requestGrant } from './request.js';
import { resolveDispute as resolveGrantDispute } from './resolve-dispute.js';
import { resume as resumeGrant } from './resume.js';
import { withdraw as withdrawGrant } from './withdraw.js';

/** What departments ask for of one another's data. */
export const grantEndpoints: readonly Endpoint[] = [
  listGrants,
  requestGrant,
  getGrant,
  decideGrant,
  escalateGrant,
  disputeGrant,
  resolveGrantDispute,
  pauseGrant,
  resumeGrant,
  withdrawGrant,
  closeCase,
  checkGrant,
  grantLeases,
];
