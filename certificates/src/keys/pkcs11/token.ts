import { HanlianError } from '@hanlian/chaincode/domain';
import { codedFault, isLost } from './faults.js';
import { ALREADY_LOGGED_IN, CK, loadCryptoki, unlessDone, type Cryptoki, type Handle } from './module.js';

/** Which token, and what opens it. */
export interface TokenOptions {
  /** The file of the maker's library. */
  readonly library: string;
  /** The token's label. */
  readonly label: string;
  /** Where several bear the label. */
  readonly serial?: string | undefined;
  readonly pin: string;
}

/** A session in which the token's user is logged in. */
export interface Session {
  readonly cryptoki: Cryptoki;
  readonly handle: Handle;
  /** Private keys that were found, by label: handles are good for one session. */
  readonly found: Map<string, Handle>;
}

/**
 * What each library was last asked for. Its state is the process's, whatever sessions there are, and SoftHSM for one is not
 * safe where two threads are in it at once: a key drawn while another session looked for one gave CKR_GENERAL_ERROR, or ended
 * the process.
 */
const last = new Map<string, Promise<unknown>>();

/**
 * One token. What tokens of one library are asked for is done one after another; after its session was lost a token logs in
 * anew, once for each thing asked for.
 */
export class Token {
  readonly #cryptoki: Cryptoki;
  readonly #options: TokenOptions;
  #session: Session | undefined;

  private constructor(options: TokenOptions) {
    this.#options = options;
    this.#cryptoki = loadCryptoki(options.library);
  }

  /** Throws PKCS11_MODULE_MISSING, PKCS11_TOKEN_ABSENT, PKCS11_PIN_REFUSED, PKCS11_UNAVAILABLE. */
  static async open(options: TokenOptions): Promise<Token> {
    const token = new Token(options);
    await token.run(() => Promise.resolve());
    return token;
  }

  /** Throws what `open` throws, and what the work throws. */
  run<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const { library } = this.#options;
    const done = (last.get(library) ?? Promise.resolve()).then(() => this.#attempt(work));
    last.set(
      library,
      done.catch(() => undefined),
    );
    return done;
  }

  async #attempt<T>(work: (session: Session) => Promise<T>): Promise<T> {
    try {
      return await this.#once(work);
    } catch (error) {
      throw codedFault(this.#options.label, error);
    }
  }

  async #once<T>(work: (session: Session) => Promise<T>): Promise<T> {
    try {
      return await work(this.#opened());
    } catch (error) {
      if (!isLost(error)) throw error;
      this.#session = undefined;
      return work(this.#opened());
    }
  }

  #opened(): Session {
    if (this.#session) return this.#session;
    const { pin } = this.#options;
    const cryptoki = this.#cryptoki;
    const handle = cryptoki.C_OpenSession(this.#slot(), CK.readWriteSerialSession);
    unlessDone(ALREADY_LOGGED_IN, () => cryptoki.C_Login(handle, CK.user, pin));
    this.#session = { cryptoki, handle, found: new Map() };
    return this.#session;
  }

  #slot(): Handle {
    const slots = this.#cryptoki.C_GetSlotList(true).filter((slot) => this.#isMeant(slot));
    const [slot] = slots;
    if (slot !== undefined && slots.length === 1) return slot;
    const { label } = this.#options;
    throw new HanlianError(
      'PKCS11_TOKEN_ABSENT',
      slots.length === 0
        ? `No token ${label} is there`
        : `Several tokens are called ${label}; name its serial`,
      { field: 'token', received: label },
    );
  }

  #isMeant(slot: Handle): boolean {
    const { label, serial } = this.#options;
    const info = this.#cryptoki.C_GetTokenInfo(slot);
    return info.label.trim() === label && (serial === undefined || info.serialNumber.trim() === serial);
  }
}
