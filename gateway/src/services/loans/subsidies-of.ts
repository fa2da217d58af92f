import {
  keyPrefixes,
  keys,
  type ClaimView,
  type ClaimViews,
  type LoanFile,
  type Programme,
} from '@hanlian/chaincode/domain';
import type { PrivateCalls } from '../consents/private-calls.js';
import type { Speakers } from '../consents/speakers.js';
import type { LicenseParts } from '../licenses/parts.js';
import { recordsUnder } from '../records.js';

interface SubsidiesParts extends Pick<LicenseParts, 'model' | 'registry' | 'now'> {
  readonly speakers: Speakers;
  /** Of contract `subsidy`. */
  readonly subsidyCalls: PrivateCalls;
}

/** The claims of subsidy for a loan, and by which records of the ledger they are found right. */
export interface SubsidiesOfLoan {
  readonly claims: readonly ClaimView[];
  readonly programmes: readonly Programme[];
  /** Keys of the records to be proven. */
  readonly names: readonly string[];
}

/** As many as the contract answers at once. */
const AT_ONCE = 100;

/** What a bank sees of the subsidies for its loan. */
export async function subsidiesOf(
  parts: SubsidiesParts,
  bank: string,
  file: LoanFile,
): Promise<SubsidiesOfLoan> {
  const { claims: known } = file;
  if (known.length === 0) return { claims: [], programmes: [], names: [] };
  const claims = await claimsOf(parts, bank, file);
  const programmes: Programme[] = [];
  for (const id of new Set(known.map(({ programme }) => programme))) {
    programmes.push(...(await editionsOf(parts, id)));
  }
  const names = [
    ...claims.flatMap((claim) => namesOf(claim)),
    ...programmes.map(({ id, since }) => keys.programme(id, since)),
    ...claims.flatMap(({ file }) => signersOf(parts, [file.bank, file.office])),
  ];
  return { claims, programmes, names: [...new Set(names)] };
}

/** The claims made for a loan, in their order. */
export async function claimsOf(
  { speakers, subsidyCalls }: Pick<SubsidiesParts, 'speakers' | 'subsidyCalls'>,
  bank: string,
  { claims: known }: LoanFile,
): Promise<readonly ClaimView[]> {
  const claims: ClaimView[] = [];
  for (let i = 0; i < known.length; i += AT_ONCE) {
    const ids = known.slice(i, i + AT_ONCE).map(({ id }) => id);
    const speaker = await speakers.of(bank);
    claims.push(...(await subsidyCalls.read<ClaimViews>(speaker, 'getClaims', { ids })).claims);
  }
  return claims;
}

const editionsOf = ({ model }: SubsidiesParts, id: string): Promise<Programme[]> =>
  recordsUnder<Programme>(model, keyPrefixes.programme, id);

const namesOf = ({ file, steps }: ClaimView): string[] => {
  const { id } = file.claim.statement;
  const signed = steps.flatMap((step) => (step.signed === undefined ? [] : [step.signed.statement.key]));
  return [
    keys.claim(id),
    ...steps.map(({ n }) => keys.claimStep(id, n)),
    ...(file.nullifier === undefined ? [] : [keys.nullifier(file.nullifier)]),
    ...signed.map((key) => keys.holderKey(key)),
  ];
};

const signersOf = ({ registry, now }: SubsidiesParts, departments: readonly string[]): string[] =>
  departments.flatMap((code) => registry.lineOf(code, now()).map((each) => keys.department(each)));
