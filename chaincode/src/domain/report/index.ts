export { applicationDigest, EVALUATION_FIELD, reaches, reachesCategory } from './grant.js';
