import {
  parseJson,
  tranchePseudonym,
  utf8Encode,
  type BudgetView,
  type ClaimView,
  type LoanView,
  type ProgrammeView,
  type TrancheView,
} from '@hanlian/chaincode/domain';
import type { Identity } from '@hanlian/gateway/ledger/port';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { FINANCE } from '../contracts/loans.js';
import { clerkOf, officerOf } from '../contracts/sharing.js';
import { mac } from '../contracts/subsidies.js';
import type { Claimed } from './office.js';
import { PROGRAMME, WIDTH, type Parties } from './parties.js';
import { inParallel } from './sender.js';

/** A line of an export: what the ledger answered. */
export type Exported =
  | { readonly loan: LoanView }
  | { readonly claim: ClaimView }
  | { readonly tranche: TrancheView }
  | { readonly budget: BudgetView }
  | { readonly programme: ProgrammeView };

/** Asks the ledger for every record, each as whom it is shown to, and writes them to a file line by line. */
export async function exportRecords(
  file: string,
  parties: Parties,
  claims: readonly Claimed[],
  month: string,
): Promise<void> {
  const { city } = parties.sharing;
  const office = await clerkOf(FINANCE);
  const ask = async <Answer>(identity: Identity, name: string, request: object): Promise<Answer> =>
    (await city.as<Answer>(identity, name, { v: 1, ...request })).answer;
  const target = await open(file, 'w');
  try {
    const write = (line: Exported): Promise<void> => target.appendFile(`${JSON.stringify(line)}\n`);
    await write({ programme: await ask(office, 'subsidy:getProgramme', { id: PROGRAMME }) });
    await write({ budget: await ask(office, 'subsidy:getBudget', { programme: PROGRAMME }) });
    const banks = new Set(claims.map(({ lent }) => lent.bank.code));
    for (const bank of banks) {
      const pseudonym = tranchePseudonym(mac, { programme: PROGRAMME, bank, month });
      const tranche = { programme: PROGRAMME, month, pseudonym };
      await write({ tranche: await ask(office, 'subsidy:getTranche', { tranche }) });
    }
    await inParallel(WIDTH, claims, async ({ id, lent }) => {
      const officer = await officerOf(lent.bank.code);
      await write({ loan: await ask(officer, 'loan:getLoan', { id: lent.id }) });
      await write({ claim: await ask(office, 'subsidy:getClaim', { id }) });
    });
  } finally {
    await target.close();
  }
}

/** The lines of an export. */
export async function* exportedIn(file: string): AsyncGenerator<Exported> {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    yield parseJson(utf8Encode(line)) as unknown as Exported;
  }
}
