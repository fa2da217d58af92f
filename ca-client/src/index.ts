export {
  CaClient,
  type CaClientOptions,
  type Certified,
  type CertifyRequest,
  type Enrolment,
  type EnrolRequest,
  type ReenrolRequest,
  type RegisterRequest,
} from './client.js';
export { ALREADY_REGISTERED, CaError, type CaErrorCode } from './error.js';
export { certificationRequest, newPrivateKey } from './request.js';
export type { Credential, Holder } from './token.js';
