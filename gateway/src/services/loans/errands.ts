import {
  BUREAU_MSP,
  HanlianError,
  inForce,
  keyPrefixes,
  schemas,
  signedBytes,
  type Department,
  type LendingErrand,
  type LendingErrandDone,
} from '@hanlian/chaincode/domain';
import type { Peers } from '../../exchange/peers.js';
import { LedgerError } from '../../ledger/port.js';
import type { PrivateCalls } from '../consents/private-calls.js';
import type { Speakers } from '../consents/speakers.js';
import type { LicenseParts } from '../licenses/parts.js';
import { recordsUnder } from '../records.js';
import { signingOrganisation } from '../signer.js';

interface ErrandParts extends Pick<LicenseParts, 'model' | 'registry' | 'now' | 'ledger' | 'caughtUp'> {
  readonly peers: Peers;
  readonly speakers: Speakers;
  /** By contract. */
  readonly calls: Readonly<Record<'loan' | 'subsidy', PrivateCalls>>;
}

/** Milliseconds within which this hub's own peer should have what the office's has committed. */
const ARRIVES_WITHIN = 20_000;

/** Which contract takes a statement, and as what. */
function callOf(statement: LendingErrand['signed']['statement']): {
  readonly contract: 'loan' | 'subsidy';
  readonly operation: string;
} {
  switch (statement.kind) {
    case 'loan-application':
      return { contract: 'loan', operation: 'apply' };
    case 'loan-act':
      return { contract: 'loan', operation: statement.act };
    case 'subsidy-claim':
      return { contract: 'subsidy', operation: 'claim' };
    case 'claim-act':
      return { contract: 'subsidy', operation: statement.act };
  }
}

/**
 * Statements about loans, and banks' about their claims, go to the ledger by the finance office's hub, whoever signed
 * them: handed in by a bank, each would name the bank in its block.
 */
export class Errands {
  readonly #parts: ErrandParts;

  constructor(parts: ErrandParts) {
    this.#parts = parts;
  }

  /**
   * The bank's side: once it returns, this hub's own peer has it too.
   *
   * @throws {HanlianError} EXCHANGE_*, and what the office's hub or the contract refuses with
   * @throws {LedgerError} LEDGER_OUTCOME_UNKNOWN
   */
  async run(errand: LendingErrand): Promise<LendingErrandDone> {
    const office = await this.#office();
    if (this.#parts.speakers.stands(office)) return this.carry(errand);
    const reply = schemas.lendingErrandDone;
    const done = await this.#parts.peers.ask(office, { path: '/v1/exchange/loans', question: errand, reply });
    await this.#arrived(done);
    return done;
  }

  /**
   * The office's side: the contract decides whether what was signed holds; a signature is required before it is asked.
   *
   * @throws {HanlianError} HOLDER_KEY_NOT_BOUND, SIGNATURE_INVALID, OTHER_DEPARTMENT; {LedgerError}
   */
  async carry({ signed, evidence }: LendingErrand): Promise<LendingErrandDone> {
    const { speakers, calls, caughtUp } = this.#parts;
    const { statement, signature } = signed;
    await caughtUp();
    const { key, id, intent } = statement;
    signingOrganisation(this.#parts, { bytes: signedBytes(statement), signature }, key);
    const { contract, operation } = callOf(statement);
    const { transactionId } = await calls[contract].write(await speakers.of(await this.#office()), {
      operation,
      request: { id, intent },
      transient: { signed, evidence },
    });
    return { v: 1, transactionId };
  }

  async #arrived({ transactionId }: LendingErrandDone): Promise<void> {
    try {
      await this.#parts.ledger.status(transactionId, { signal: AbortSignal.timeout(ARRIVES_WITHIN) });
    } catch (cause) {
      throw new LedgerError(`Transaction ${transactionId} of the office's hub has not come to this one`, {
        stage: 'commit',
        code: 'LEDGER_OUTCOME_UNKNOWN',
        transactionId,
        cause,
      });
    }
  }

  /** Of several, the one with the first code. */
  async #office(): Promise<string> {
    const { model, now } = this.#parts;
    const departments = await recordsUnder<Department>(model, keyPrefixes.department);
    const office = departments.find(
      (one) => one.kind === 'finance' && one.mspId === BUREAU_MSP && inForce(one, now()),
    );
    if (office !== undefined) return office.code;
    throw new HanlianError('EXCHANGE_PEER_UNKNOWN', 'The registry knows no finance office of the bureau');
  }
}
