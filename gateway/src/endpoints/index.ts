import type { Endpoint } from '../http/endpoint.js';
import { license as auditLicense } from './audit/license.js';
import { get as getBlock } from './blocks/get.js';
import { list as listDepartments } from './departments/list.js';
import { live } from './health/live.js';
import { ready } from './health/ready.js';
import { amend } from './licenses/amend.js';
import { annul } from './licenses/annul.js';
import { cancelTransfer } from './licenses/cancel-transfer.js';
import { confirmTransferOut } from './licenses/confirm-transfer-out.js';
import { deregister } from './licenses/deregister.js';
import { document } from './licenses/document.js';
import { get as getLicense } from './licenses/get.js';
import { history } from './licenses/history.js';
import { importStock } from './licenses/import.js';
import { inspect } from './licenses/inspect.js';
import { issue } from './licenses/issue.js';
import { list as listLicenses } from './licenses/list.js';
import { other } from './licenses/other.js';
import { reinstate } from './licenses/reinstate.js';
import { renew } from './licenses/renew.js';
import { revoke } from './licenses/revoke.js';
import { state } from './licenses/state.js';
import { suspend } from './licenses/suspend.js';
import { transferIn } from './licenses/transfer-in.js';
import { transferOut } from './licenses/transfer-out.js';
import { get as getMetrics } from './metrics/get.js';
import { get as getOpenApi } from './openapi/get.js';
import { get as getTransaction } from './transactions/get.js';
import { list as listTypes } from './types/list.js';
import { create as createVerification } from './verifications/create.js';

/**
 * Every endpoint of the hub. The router tries them in this order: the busiest come first, and a fixed word before the
 * parameter it would pass for.
 */
export const endpoints: readonly Endpoint[] = [
  createVerification,
  issue,
  listLicenses,
  importStock,
  transferIn,
  getLicense,
  document,
  history,
  state,
  suspend,
  reinstate,
  amend,
  renew,
  annul,
  revoke,
  deregister,
  transferOut,
  confirmTransferOut,
  cancelTransfer,
  inspect,
  other,
  listTypes,
  listDepartments,
  auditLicense,
  getBlock,
  getTransaction,
  live,
  ready,
  getMetrics,
  getOpenApi,
];
