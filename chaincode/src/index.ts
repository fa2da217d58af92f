import { CatalogueContract } from './contracts/catalogue/contract.js';
import { CreditContract } from './contracts/credit/contract.js';
import { LicenseContract } from './contracts/license/contract.js';
import { LoanContract } from './contracts/loan/contract.js';
import { LogContract } from './contracts/log/contract.js';
import { RegistryContract } from './contracts/registry/contract.js';
import { SharingContract } from './contracts/sharing/contract.js';
import { SubsidyContract } from './contracts/subsidy/contract.js';

export {
  CatalogueContract,
  CreditContract,
  LicenseContract,
  LoanContract,
  LogContract,
  RegistryContract,
  SharingContract,
  SubsidyContract,
};

/** The contracts of the one chaincode. */
export const contracts = [
  RegistryContract,
  LicenseContract,
  CreditContract,
  CatalogueContract,
  SharingContract,
  LoanContract,
  SubsidyContract,
  LogContract,
];
