export { applicationDigest, EVALUATION_FIELD, reaches, reachesCategory, requireReportable } from './grant.js';
