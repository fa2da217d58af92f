import type { CatalogueServices } from './catalogue-services.js';
import type { CertificateServices } from './certificate-services.js';
import type { CreditServices } from './credit-services.js';
import type { GrantServices } from './grant-services.js';
import type { HubServices } from './hub-services.js';
import type { SubsidyServices } from './subsidy-services.js';
import type { LoanServices } from './loan-services.js';

export type * from './caller.js';
export type * from './shapes.js';

/** What the HTTP layer calls. Every method throws `HanlianError` (or `LedgerError` carrying a registry code). */
export type Services = CertificateServices &
  CatalogueServices &
  CreditServices &
  GrantServices &
  SubsidyServices &
  LoanServices &
  HubServices;
