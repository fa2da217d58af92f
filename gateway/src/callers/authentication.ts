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
    return together(shown, borne);
  }

  /** The same caller as it stands by now: what it came with may have ended, or grant less, since that was looked at. */
  confirm({ credential }: Caller, { certificate }: Proofs): Caller | undefined {
    const borne = credential === undefined ? undefined : this.#callers.ofCredential(credential);
    if (borne === undefined || certificate === undefined) return borne;
    const shown = this.#callers.ofCertificate(certificate);
    return shown && together(shown, borne);
  }

  #ofBearer(bearer: string): Promise<Caller | undefined> {
    return TOKEN.test(bearer) ? this.#tokens.caller(bearer) : Promise.resolve(this.#callers.ofKey(bearer));
  }
}

/** Who two proofs are of; undefined when of two callers. */
function together(shown: Caller, borne: Caller): Caller | undefined {
  if (shown.id !== borne.id) return undefined;
  return { ...borne, scopes: new Set([...borne.scopes].filter((scope) => shown.scopes.has(scope))) };
}
