import type { Caller, Proofs } from '../services/types.js';
import type { Callers } from './callers.js';
import type { Tokens } from './tokens.js';

/** Three parts with dots between; a key has none. */
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Learns from a request's proofs who sends it. */
export class Authentication {
  readonly #callers: Callers;
  readonly #tokens: Tokens;

  constructor(callers: Callers, tokens: Tokens) {
    this.#callers = callers;
    this.#tokens = tokens;
  }

  /** With a certificate and a bearer, both must be good and of one caller, who may do what both grant. */
  async authenticate({ bearer, certificate }: Proofs): Promise<Caller | undefined> {
    const shown = certificate === undefined ? undefined : this.#callers.ofCertificate(certificate);
    if (bearer === undefined || (certificate !== undefined && shown === undefined)) return shown;
    const borne = await this.#ofBearer(bearer);
    if (shown === undefined || borne === undefined) return borne;
    if (shown.id !== borne.id) return undefined;
    return { ...borne, scopes: new Set([...borne.scopes].filter((scope) => shown.scopes.has(scope))) };
  }

  #ofBearer(bearer: string): Promise<Caller | undefined> {
    return TOKEN.test(bearer) ? this.#tokens.caller(bearer) : Promise.resolve(this.#callers.ofKey(bearer));
  }
}
