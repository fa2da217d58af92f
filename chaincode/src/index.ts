import { LicenseContract } from './contracts/license/contract.js';
import { RegistryContract } from './contracts/registry/contract.js';

export { LicenseContract, RegistryContract };

/** The contracts of the one chaincode. */
export const contracts = [RegistryContract, LicenseContract];
