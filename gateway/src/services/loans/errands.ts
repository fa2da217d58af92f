import {
  BUREAU_MSP,
  HanlianError,
  inForce,
  keyPrefixes,
  rangeOf,
  schemas,
  signedBytes,
  type Department,
  type LendingErrand,
  type LendingErrandDone,
} from '@hanlian/chaincode/domain';
import type { Peers } from '../../exchange/peers.js';
import type { PrivateCalls } from '../consents/private-calls.js';
import type { Speakers } from '../consents/speakers.js';
import type { LicenseParts } from '../licenses/parts.js';
import { parseRow } from '../registry-view.js';
import { requireSigner } from '../signer.js';

interface ErrandParts extends Pick<LicenseParts, 'model' | 'registry' | 'now' | 'caughtUp'> {
  readonly peers: Peers;
  readonly speakers: Speakers;
  /** Of contract `loan`. */
  readonly calls: PrivateCalls;
}

/**
 * Statements about loans go to the ledger by the finance office's hub, whoever signed them: handed in by a bank, each
 * would name the bank in its block.
 */
export class Errands {
  readonly #parts: ErrandParts;

  constructor(parts: ErrandParts) {
    this.#parts = parts;
  }

  /**
   * The bank's side.
   *
   * @throws {HanlianError} EXCHANGE_*, and what the office's hub or the contract refuses with
   */
  async run(errand: LendingErrand): Promise<LendingErrandDone> {
    const office = await this.#office();
    if (this.#parts.speakers.stands(office)) return this.carry(errand);
    const reply = schemas.lendingErrandDone;
    return this.#parts.peers.ask(office, { path: '/v1/exchange/loans', question: errand, reply });
  }

  /**
   * The office's side: the contract decides whether what was signed holds; a signature is required before it is asked.
   *
   * @throws {HanlianError} HOLDER_KEY_NOT_BOUND, SIGNATURE_INVALID, OTHER_DEPARTMENT; {LedgerError}
   */
  async carry({ signed, evidence }: LendingErrand): Promise<LendingErrandDone> {
    const { registry, speakers, calls, caughtUp } = this.#parts;
    const { statement, signature } = signed;
    await caughtUp();
    const { key, id, intent } = statement;
    const { holder } = registry.holderKey(key) ?? {};
    requireSigner(
      this.#parts,
      { bytes: signedBytes(statement), signature },
      { key, organisation: holder?.kind === 'organisation' ? holder.code : '' },
    );
    const { transactionId } = await calls.write(await speakers.of(await this.#office()), {
      operation: statement.kind === 'loan-application' ? 'apply' : statement.act,
      request: { id, intent },
      transient: { signed, evidence },
    });
    return { v: 1, transactionId };
  }

  /** Of several, the one with the first code. */
  async #office(): Promise<string> {
    const { model, now } = this.#parts;
    const { start, end } = rangeOf(keyPrefixes.department);
    const departments = (await model.range(start, end, Infinity)).map(
      ({ row }) => parseRow(row) as Department,
    );
    const office = departments.find(
      (one) => one.kind === 'finance' && one.mspId === BUREAU_MSP && inForce(one, now()),
    );
    if (office !== undefined) return office.code;
    throw new HanlianError('EXCHANGE_PEER_UNKNOWN', 'The registry knows no finance office of the bureau');
  }
}
