/** The organisations of the city, in the order their ports are counted from. Only the ledger is shared between them. */
export const ORGANISATIONS = {
  bureau: { mspId: 'BureauMSP', portOffset: 0 },
  bank: { mspId: 'BankMSP', portOffset: 1 },
  auditor: { mspId: 'AuditorMSP', portOffset: 2 },
} as const;

/** Who runs the city's time-stamp authority: an organisation that issues nothing itself. */
export const STAMPS: OrganisationName = 'auditor';

export type OrganisationName = keyof typeof ORGANISATIONS;
