import type { Endpoint } from '../http/endpoint.js';
import { get as getAccreditation } from './accreditations/get.js';
import { list as listAccreditations } from './accreditations/list.js';
import { put as putAccreditation } from './accreditations/put.js';
import { get as getAgreement } from './agreements/get.js';
import { list as listAgreements } from './agreements/list.js';
import { put as putAgreement } from './agreements/put.js';
import { accesses } from './audit/accesses.js';
import { interfaceUses } from './audit/interface-uses.js';
import { exportActs } from './audit/export.js';
import { kpi } from './audit/kpi.js';
import { license as auditLicense } from './audit/license.js';
import { list as listActs } from './audit/list.js';
import { sharingLedger } from './audit/sharing-ledger.js';
import { answer as answerFinding } from './findings/answer.js';
import { get as getFinding } from './findings/get.js';
import { list as listFindings } from './findings/list.js';
import { report as reportFinding } from './findings/report.js';
import { get as getBlock } from './blocks/get.js';
import { get as getCalendar } from './calendars/get.js';
import { list as listCalendars } from './calendars/list.js';
import { put as putCalendar } from './calendars/put.js';
import { change as changeCaller } from './callers/change.js';
import { create as createCaller } from './callers/create.js';
import { disable as disableCaller } from './callers/disable.js';
import { get as getCaller } from './callers/get.js';
import { list as listCallers } from './callers/list.js';
import { catalogueEndpoints } from './catalogue/index.js';
import { creditEndpoints } from './credit/index.js';
import { grantEndpoints } from './grants/index.js';
import { loanEndpoints } from './loans/index.js';
import { create as createCredential } from './credentials/create.js';
import { expire as expireCredential } from './credentials/expire.js';
import { get as getCredential } from './credentials/get.js';
import { list as listCredentials } from './credentials/list.js';
import { revoke as revokeCredential } from './credentials/revoke.js';
import { rotate as rotateCredential } from './credentials/rotate.js';
import { get as getDepartment } from './departments/get.js';
import { list as listDepartments } from './departments/list.js';
import { put as putDepartment } from './departments/put.js';
import { downloadFile } from './deployed/download-file.js';
import { queryCert } from './deployed/query-cert.js';
import { queryCertInfo } from './deployed/query-cert-info.js';
import { queryCertInfoByHolderCode } from './deployed/query-cert-info-by-holder-code.js';
import { verifyCertInfo } from './deployed/verify-cert-info.js';
import { verifyFile } from './deployed/verify-file.js';
import { succeed } from './departments/succeed.js';
import { get as getDocs } from './docs/get.js';
import { style as docsStyle } from './docs/style.js';
import { list as listEvents } from './events/list.js';
import { webhookEndpoints } from './webhooks/index.js';
import { get as getInterfaceAccess } from './interface-access/get.js';
import { put as putInterfaceAccess } from './interface-access/put.js';
import { get as getHolderKey } from './holder-keys/get.js';
import { put as putHolderKey } from './holder-keys/put.js';
import { live } from './health/live.js';
import { ready } from './health/ready.js';
import { cancel as cancelJob } from './jobs/cancel.js';
import { get as getJob } from './jobs/get.js';
import { list as listJobs } from './jobs/list.js';
import { rejects } from './jobs/rejects.js';
import { resume } from './jobs/resume.js';
import { rows } from './jobs/rows.js';
import { start } from './jobs/start.js';
import { amend } from './licenses/amend.js';
import { annul } from './licenses/annul.js';
import { cancelTransfer } from './licenses/cancel-transfer.js';
import { confirmTransferOut } from './licenses/confirm-transfer-out.js';
import { deregister } from './licenses/deregister.js';
import { document } from './licenses/document.js';
import { seal } from './licenses/seal.js';
import { get as getLicense } from './licenses/get.js';
import { history } from './licenses/history.js';
import { importStock } from './licenses/import.js';
import { inspect } from './licenses/inspect.js';
import { issue } from './licenses/issue.js';
import { list as listLicenses } from './licenses/list.js';
import { other } from './licenses/other.js';
import { proof } from './licenses/proof.js';
import { reinstate } from './licenses/reinstate.js';
import { ofd } from './licenses/ofd.js';
import { pdf } from './licenses/pdf.js';
import { batchZip } from './licenses/batch-zip.js';
import { sdJwt } from './licenses/sd-jwt.js';
import { get as getSheet } from './sheets/get.js';
import { renew } from './licenses/renew.js';
import { revoke } from './licenses/revoke.js';
import { state } from './licenses/state.js';
import { suspend } from './licenses/suspend.js';
import { transferIn } from './licenses/transfer-in.js';
import { transferOut } from './licenses/transfer-out.js';
import { get as getStatusList } from './status-lists/get.js';
import { snapshot as getStatusSnapshot } from './status-lists/snapshot.js';
import { logEndpoints } from './log/index.js';
import { get as getMetrics } from './metrics/get.js';
import { get as getOfficerKey } from './officer-keys/get.js';
import { list as listOfficerKeys } from './officer-keys/list.js';
import { put as putOfficerKey } from './officer-keys/put.js';
import { get as getOpenApi } from './openapi/get.js';
import { chain } from './pki/chain.js';
import { crl } from './pki/crl.js';
import { enrol } from './pki/enrol.js';
import { get as getSealCertificate } from './pki/get.js';
import { issuers } from './pki/issuers.js';
import { list as listSealCertificates } from './pki/list.js';
import { askOcsp, getOcsp } from './pki/ocsp.js';
import { renew as renewSealCertificate } from './pki/renew.js';
import { revoke as revokeSealCertificate } from './pki/revoke.js';
import { revokeIssuer } from './pki/revoke-issuer.js';
import { rootCrl } from './pki/root-crl.js';
import { rotate } from './pki/rotate.js';
import { object as objectToAccess } from './accesses/object.js';
import { view as viewAccesses } from './accesses/view.js';
import { act as actOnConsent } from './consents/act.js';
import { get as getConsent } from './consents/get.js';
import { give as giveConsent } from './consents/give.js';
import { list as listConsents } from './consents/list.js';
import { pull as pullReport } from './consents/pull.js';
import { reportPdf as pulledReportPdf } from './consents/report-pdf.js';
import { view as viewConsent } from './consents/view.js';
import { answerPdf as answerReportPdf } from './exchange/answer-pdf.js';
import { answer as answerPull } from './exchange/answer.js';
import { hearEnding } from './exchange/hear-ending.js';
import { onwardEndpoints } from './onward/index.js';
import { queryEndpoints } from './queries/index.js';
import { loanStatistics } from './statistics/loans.js';
import { subsidyEndpoints } from './subsidy/index.js';
import { key as exchangeKey } from './exchange/key.js';
import { begin as beginReseal } from './reseals/begin.js';
import { cancel as cancelReseal } from './reseals/cancel.js';
import { get as getReseal } from './reseals/get.js';
import { list as listReseals } from './reseals/list.js';
import { get as getRuleSet } from './rule-sets/get.js';
import { list as listRuleSets } from './rule-sets/list.js';
import { put as putRuleSet } from './rule-sets/put.js';
import { compromise } from './seal-keys/compromise.js';
import { get as getSealKey } from './seal-keys/get.js';
import { list as listSealKeys } from './seal-keys/list.js';
import { put as putSealKey } from './seal-keys/put.js';
import { cancel as cancelSigning } from './signings/cancel.js';
import { get as getSigning } from './signings/get.js';
import { hold } from './signings/hold.js';
import { list as listSignings } from './signings/list.js';
import { sign } from './signings/sign.js';
import { approve } from './tasks/approve.js';
import { cancel } from './tasks/cancel.js';
import { get as getTask } from './tasks/get.js';
import { list as listTasks } from './tasks/list.js';
import { reject } from './tasks/reject.js';
import { get as getTransaction } from './transactions/get.js';
import { get as getTrust } from './trust/get.js';
import { get as getType } from './types/get.js';
import { list as listTypes } from './types/list.js';
import { put as putType } from './types/put.js';
import { create as createTimestamp } from './timestamps/create.js';
import { renew as renewStampKey } from './timestamps/renew.js';
import { create as createUpload } from './uploads/create.js';
import { create as createVerification } from './verifications/create.js';

/**
 * Every endpoint of the hub. The router tries them in this order: the busiest come first, and a fixed word before the
 * parameter it would pass for.
 */
export const endpoints: readonly Endpoint[] = [
  createVerification,
  createTimestamp,
  renewStampKey,
  getTrust,
  issue,
  listLicenses,
  importStock,
  transferIn,
  getLicense,
  document,
  seal,
  ofd,
  pdf,
  batchZip,
  sdJwt,
  getSheet,
  history,
  state,
  proof,
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
  listTasks,
  getTask,
  approve,
  reject,
  cancel,
  listSignings,
  getSigning,
  cancelSigning,
  sign,
  hold,
  listCredentials,
  createCaller,
  listCallers,
  getCaller,
  changeCaller,
  disableCaller,
  createCredential,
  getCredential,
  rotateCredential,
  expireCredential,
  revokeCredential,
  ...creditEndpoints,
  ...grantEndpoints,
  ...loanEndpoints,
  ...catalogueEndpoints,
  createUpload,
  listJobs,
  getJob,
  rows,
  rejects,
  start,
  resume,
  cancelJob,
  beginReseal,
  listReseals,
  getReseal,
  cancelReseal,
  listDepartments,
  getDepartment,
  putDepartment,
  succeed,
  listTypes,
  getType,
  putType,
  listAccreditations,
  getAccreditation,
  putAccreditation,
  listSealKeys,
  getSealKey,
  putSealKey,
  compromise,
  askOcsp,
  getOcsp,
  issuers,
  rotate,
  revokeIssuer,
  chain,
  crl,
  rootCrl,
  listSealCertificates,
  getSealCertificate,
  enrol,
  renewSealCertificate,
  revokeSealCertificate,
  listOfficerKeys,
  getOfficerKey,
  putOfficerKey,
  getHolderKey,
  putHolderKey,
  giveConsent,
  actOnConsent,
  viewConsent,
  viewAccesses,
  objectToAccess,
  listConsents,
  getConsent,
  pullReport,
  pulledReportPdf,
  answerPull,
  answerReportPdf,
  hearEnding,
  exchangeKey,
  ...queryEndpoints,
  ...onwardEndpoints,
  ...subsidyEndpoints,
  loanStatistics,
  listAgreements,
  getAgreement,
  putAgreement,
  listRuleSets,
  getRuleSet,
  putRuleSet,
  listCalendars,
  getCalendar,
  putCalendar,
  queryCert,
  queryCertInfo,
  queryCertInfoByHolderCode,
  downloadFile,
  verifyCertInfo,
  verifyFile,
  getInterfaceAccess,
  putInterfaceAccess,
  listEvents,
  ...webhookEndpoints,
  interfaceUses,
  listActs,
  exportActs,
  auditLicense,
  sharingLedger,
  accesses,
  kpi,
  reportFinding,
  listFindings,
  getFinding,
  answerFinding,
  getBlock,
  getTransaction,
  getStatusList,
  getStatusSnapshot,
  ...logEndpoints,
  live,
  ready,
  getMetrics,
  getOpenApi,
  getDocs,
  docsStyle,
];
