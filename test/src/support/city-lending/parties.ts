import { generateUscc, keys, type LicenseReference, type RegistryEvidence } from '@hanlian/chaincode/domain';
import { makeLeaf, openRequest, seal } from '../contracts/batches.js';
import {
  change,
  City,
  DAY,
  departmentFacts,
  MARKET,
  PERMIT,
  PREPARER,
  REVIEWER,
  SEAL_KEY,
  typeFacts,
} from '../contracts/city.js';
import { finance, FINANCE, PRODUCT, productOf } from '../contracts/loans.js';
import { AGREEMENT, clerkOf, Holder, officerOf, SharingCity } from '../contracts/sharing.js';
import { programmeOf } from '../contracts/subsidies.js';
import { PortLedger } from '../races/port-ledger.js';
import type { Course } from '../races/race.js';
import { BUDGET, DISTRICTS, LENT, MONTHS, type Plan } from './plan.js';
import { inParallel } from './sender.js';

/** An enterprise with its key and its permit. */
export interface Enterprise {
  readonly holder: Holder;
  readonly permit: LicenseReference;
}

export const PROGRAMME = 'city-relief';
/** So much a year the city pays, in hundredths of a percent. */
const RATE = 305;
/** Certificates that one transaction issues. */
const RUN = 512;
/** Transactions under way at a time. */
export const WIDTH = 64;

const numbered = (kind: '1' | '9', n: number): string =>
  generateUscc({ department: kind, kind: '1', region: '420100', organisation: String(20_000_000 + n) });

/** Reached by the largest of the loans. */
const capOf = (loans: number): bigint => (LENT * 135n) / (1000n * BigInt(loans));

type Proofs = RegistryEvidence['records'];

/** Everyone who takes part, as the registry knows them, and proofs of it at a cosigned checkpoint. */
export class Parties {
  readonly sharing: SharingCity;
  readonly banks: readonly Holder[];
  readonly enterprises: Enterprise[] = [];
  readonly #ofBank = new Map<Holder, Proofs>();
  #ofOffice: Proofs = [];
  #checkpoint: RegistryEvidence | undefined;

  private constructor(sharing: SharingCity, banks: number) {
    this.sharing = sharing;
    this.banks = Array.from({ length: banks }, (_, i) => new Holder(numbered('9', i)));
  }

  /** Registers departments, products, the programme, each enterprise's key and permit; and publishes one checkpoint. */
  static async found(course: Course, plan: Plan): Promise<Parties> {
    const city = new City(new PortLedger(course.chaincode, course.asking));
    city.now = Math.floor(Date.now() / 1000);
    const parties = new Parties(new SharingCity(city), plan.banks);
    const since = city.now - 4 * 365 * DAY;
    await parties.sharing.found(since, [
      [MARKET, 'BureauMSP', 'department'],
      [FINANCE, 'BureauMSP', 'finance'],
    ]);
    await parties.#foundLending(since);
    await parties.#foundProgramme(plan, since);
    await parties.#enrol(plan.enterprises, since);
    await parties.sharing.checkpoint();
    parties.#prove();
    return parties;
  }

  /** Proofs that acts of this bank and this enterprise rest on; of 76,000 enterprises nobody keeps all. */
  evidence(bank: Holder, { holder, permit }: Enterprise): RegistryEvidence {
    const own = this.sharing.evidence(keys.holderKey(holder.keyId), keys.license(permit));
    return { ...own, records: [...own.records, ...this.#ofBank.get(bank)!] };
  }

  bankEvidence(bank: Holder): RegistryEvidence {
    return { ...this.#checkpoint!, records: this.#ofBank.get(bank)! };
  }

  officeEvidence(bank: Holder): RegistryEvidence {
    const department = this.#ofBank.get(bank)!.filter(({ key }) => key === keys.department(bank.code));
    return { ...this.#checkpoint!, records: [...this.#ofOffice, ...department] };
  }

  async #foundLending(since: number): Promise<void> {
    const { city } = this.sharing;
    const ofPermits = { department: MARKET, type: PERMIT, since };
    await city.registrar('putType', { ...change(), ...typeFacts(PERMIT), since });
    await city.registrar('putAccreditation', { ...change(), ...ofPermits });
    await city.registrar('putSealKey', { ...change(), department: MARKET, key: SEAL_KEY, since });
    await this.#bind(finance, since);
    await this.#officers(FINANCE, since);
    const months = { least: 3, most: MONTHS };
    const product = productOf({ since, least: '1', most: '9000000000000', months });
    for (const bank of this.banks) {
      const facts = { ...departmentFacts(bank.code, 'BankMSP'), kind: 'bank', since };
      await city.registrar('putDepartment', { ...change(), ...facts });
      await this.#bind(bank, since);
      await this.#officers(bank.code, since);
      await city.as(officerOf(bank.code), 'loan:putProduct', { ...product, ...change() });
    }
  }

  async #officers(department: string, since: number): Promise<void> {
    for (const { id: officer, publicKey } of [PREPARER, REVIEWER]) {
      const facts = { department, officer, publicKey, since };
      await this.sharing.city.registrar('putOfficerKey', { ...change(), ...facts });
    }
  }

  async #foundProgramme({ period, loans }: Plan, since: number): Promise<void> {
    const facts = programmeOf({
      id: PROGRAMME,
      since,
      rate: RATE,
      budget: BUDGET.toString(),
      cap: capOf(loans.length).toString(),
      industries: ['C', 'F', 'G', 'I'],
      districts: DISTRICTS,
      loansFrom: period.from,
      periods: [period],
    });
    await this.sharing.city.as(clerkOf(FINANCE), 'subsidy:putProgramme', facts);
  }

  async #enrol(count: number, since: number): Promise<void> {
    const { city } = this.sharing;
    for (let i = 0; i < count; i++) {
      const { serial, version } = makeLeaf();
      this.enterprises.push({
        holder: new Holder(numbered('1', i)),
        permit: { type: PERMIT, issuer: MARKET, serial, version },
      });
    }
    const all = this.enterprises;
    const batches = Array.from({ length: Math.ceil(count / RUN) }, (_, i) =>
      all.slice(i * RUN, (i + 1) * RUN),
    );
    await inParallel(8, batches, async (batch) => {
      const leaves = batch.map(({ permit: { serial, version } }) =>
        makeLeaf({ serial, version, effectiveFrom: city.now - DAY }),
      );
      await city.clerk('openBatch', openRequest(seal(leaves, { sealedAt: city.now })));
    });
    await inParallel(WIDTH, all, ({ holder }) => this.#bind(holder, since));
  }

  async #bind(holder: Holder, since: number): Promise<void> {
    await this.sharing.bind(holder, { since });
  }

  #prove(): void {
    const recordsOf = (...names: readonly string[]): Proofs => this.sharing.evidence(...names).records;
    const officersOf = (code: string): string[] =>
      [PREPARER, REVIEWER].map(({ id }) => keys.officerKey(code, id));
    const partOf = ({ code, keyId }: Holder): string[] => [
      keys.department(code),
      keys.holderKey(keyId),
      ...officersOf(code),
    ];
    this.#checkpoint = this.sharing.evidence(keys.department(FINANCE));
    this.#ofOffice = recordsOf(...partOf(finance));
    for (const bank of this.banks) {
      this.#ofBank.set(
        bank,
        recordsOf(...partOf(bank), keys.product(bank.code, PRODUCT), keys.agreement(AGREEMENT)),
      );
    }
  }
}
