import type { Endpoint } from '../../http/endpoint.js';
import { act } from './act.js';
import { claim } from './claim.js';
import { closeTranche } from './close-tranche.js';
import { confirm } from './confirm.js';
import { getApproval } from './get-approval.js';
import { getClaim } from './get-claim.js';
import { getProgramme } from './get-programme.js';
import { listClaims } from './list-claims.js';
import { listProgrammes } from './list-programmes.js';
import { listTranches } from './list-tranches.js';
import { openTranche } from './open-tranche.js';
import { propose } from './propose.js';
import { putProgramme } from './put-programme.js';
import { reconcile } from './reconcile.js';

/** Interest subsidies: programmes, tranches of their budgets, claims and what becomes of them. */
export const subsidyEndpoints: readonly Endpoint[] = [
  listProgrammes,
  getProgramme,
  putProgramme,
  listTranches,
  openTranche,
  closeTranche,
  reconcile,
  listClaims,
  claim,
  getClaim,
  act,
  propose,
  getApproval,
  confirm,
];
