import {
  api,
  HanlianError,
  requireNotAhead,
  requireOffered,
  signedBytes,
  type LoanApplication,
  type LoanInput,
  type LoanReceipt,
  type LoanStatementInput,
} from '@hanlian/chaincode/domain';
import type { Peers } from '../../exchange/peers.js';
import { random16 } from '../../storage/random.js';
import type { Speakers } from '../consents/speakers.js';
import type { LicenseParts } from '../licenses/parts.js';
import { requireSigner, signingOrganisation } from '../signer.js';
import { Turns } from '../tasks/turns.js';
import { requireShown } from './certificates.js';
import { handIn, signedWith, type HandingParts } from './handing-in.js';
import { unknownLoan } from './known-loans.js';
import { isOurs } from './our-banks.js';
import { requireSame, type Paper } from './papers.js';
import { productOf } from './products.js';
import { requireAnswer } from './statements.js';

interface EnterpriseParts extends LicenseParts, HandingParts {
  readonly peers: Peers;
  readonly speakers: Speakers;
}

/**
 * What enterprises sign: it comes to any hub without a login, and goes on to that of its bank, which keeps it before it
 * takes it to the ledger.
 */
export class FromEnterprises {
  readonly #parts: EnterpriseParts;
  /** What comes twice at once is kept as it came first: another paper would have a salt that the ledger does not know. */
  readonly #turns = new Turns();

  constructor(parts: EnterpriseParts) {
    this.#parts = parts;
  }

  /** An application. @throws {HanlianError} what is wrong with it; what the contract refuses with */
  async apply(input: LoanInput): Promise<LoanReceipt> {
    const { statement } = input;
    const { id, bank, enterprise, key, issuedAt } = statement;
    await this.#parts.caughtUp();
    requireNotAhead(issuedAt, this.#parts.now());
    const said = { bytes: signedBytes(statement), signature: input.signature };
    requireSigner(this.#parts, said, { key, organisation: enterprise });
    if (!isOurs(this.#parts, bank)) return this.#passOn(bank, '/v1/loans', input);
    return this.#turns.of(`${bank}~${id}`, async () => {
      const paper = (await this.#keptBefore(statement)) ?? (await this.#received(input));
      return handIn(this.#parts, { bank, enterprise, id }, paper);
    });
  }

  /** What an enterprise signs of its application later. Another's is answered like one that there is not. */
  async state(id: string, input: LoanStatementInput): Promise<LoanReceipt> {
    const { bank, statement } = input;
    const { caughtUp, now, known, papers } = this.#parts;
    await caughtUp();
    requireNotAhead(statement.issuedAt, now());
    if (statement.id !== id) throw unknownLoan();
    const said = { bytes: signedBytes(statement), signature: input.signature };
    const enterprise = signingOrganisation(this.#parts, said, statement.key);
    if (!isOurs(this.#parts, bank)) return this.#passOn(bank, `/v1/loans/${id}/statements`, input);
    if (known.application(bank, id)?.paper.signed.statement.enterprise !== enterprise) throw unknownLoan();
    return this.#turns.of(`${bank}~${id}`, async () => {
      const kept = papers.find(bank, id, statement.intent);
      if (kept !== undefined) requireSame(kept, statement);
      const paper = kept ?? (await this.#later(enterprise, input));
      return handIn(this.#parts, { bank, enterprise, id }, paper);
    });
  }

  /** Sent again, it goes on from where it was; its loan is found by it only while no other has become that loan. */
  async #keptBefore(statement: LoanApplication): Promise<Paper<LoanApplication> | undefined> {
    const { papers, known } = this.#parts;
    const kept = papers.find(statement.bank, statement.id, statement.intent);
    if (kept === undefined) return undefined;
    requireSame(kept, statement);
    const application = kept as Paper<LoanApplication>;
    if (!known.isTaken(application)) await papers.keepApplication(application);
    return application;
  }

  /** A new application with what it shows, on disk. */
  async #received({ statement, signature, documents }: LoanInput): Promise<Paper<LoanApplication>> {
    const { papers, known, random, now } = this.#parts;
    const { id, bank, enterprise, product, certificates: cited } = statement;
    if (known.recordOf(id) !== undefined) {
      throw new HanlianError('STALE', 'There is an application of this id', { field: 'id' });
    }
    requireOffered(productOf(this.#parts, bank, product), statement, now());
    const certificates = await requireShown(this.#parts, enterprise, cited, documents);
    const paper = { signed: signedWith(statement, signature, random16(random)), certificates };
    await papers.keepApplication(paper);
    return paper;
  }

  async #later(enterprise: string, input: LoanStatementInput): Promise<Paper> {
    const { statement, signature, answer, documents = [] } = input;
    const signed = signedWith(statement, signature, random16(this.#parts.random));
    if (statement.act !== 'answerInfo') return { signed };
    const text = requireAnswer(statement, answer);
    const { certificates: cited } = statement;
    if (cited === undefined) return { signed, text };
    const certificates = await requireShown(this.#parts, enterprise, cited, documents);
    return { signed, text, certificates };
  }

  #passOn(bank: string, path: string, question: object): Promise<LoanReceipt> {
    return this.#parts.peers.ask(bank, { path, question, reply: api.loanReceipt });
  }
}
