import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { HanlianError } from '@hanlian/chaincode/domain';
import { isPublic, liesIn, networksOf, type Networks } from './addresses.js';

/** What the operator allows beyond public https addresses. */
export interface TargetSettings {
  /** Internal networks that may be called: `10.20.0.0/16`, or one address. */
  readonly networks: readonly string[];
  /** Whether those may be called over plain HTTP. */
  readonly plain: boolean;
  /** Authorities that receivers may have their certificates from, besides those Node.js knows; PEM. */
  readonly roots?: string;
}

export const PUBLIC_ONLY: TargetSettings = { networks: [], plain: false };

/** The address of a target is one that the hub does not call. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused';
}

/**
 * Which addresses are called. A name is resolved for each connection, and the connection goes to the very address that
 * was checked: a name that changes its mind between check and use (DNS rebinding) gains nothing.
 */
export class Targets {
  /** Whom receivers must prove themselves by; absent: the authorities Node.js knows. */
  readonly trust: SecureContext | undefined;
  readonly #own: Networks;
  readonly #plain: boolean;
  readonly #resolve: LookupFunction;

  /** `resolve`: for tests, instead of the system's resolver. */
  constructor({ networks, plain, roots }: TargetSettings, resolve: LookupFunction = lookup) {
    this.trust = roots === undefined ? undefined : createSecureContext({ ca: [...rootCertificates, roots] });
    this.#own = networksOf(networks);
    this.#plain = plain;
    this.#resolve = resolve;
  }

  /**
   * The target as it is called, where nothing about its text speaks against it.
   * @throws {HanlianError} WEBHOOK_TARGET_REFUSED
   */
  require(text: string): URL {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const fault = url === undefined ? 'it is no address' : this.#faultOf(url);
    if (url !== undefined && fault === undefined) return url;
    throw new HanlianError('WEBHOOK_TARGET_REFUSED', `Events are not sent there: ${fault}`, { field: 'url' });
  }

  /** Resolves a host and gives only what may be called, for the connection that is being made. */
  lookupFor({ protocol }: URL): LookupFunction {
    return (host, options, answer) => {
      this.#resolve(host, { ...options, all: true }, (error, found) => {
        if (error !== null) {
          answer(error, '', 0);
          return;
        }
        const addresses = typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found;
        const refused = addresses.find(({ address }) => !this.#mayCall(protocol, address));
        const [first] = addresses;
        if (first === undefined || refused !== undefined) {
          answer(new TargetRefused(`${host} leads to an address that is not called`), '', 0);
        } else if (options.all === true) answer(null, addresses);
        else answer(null, first.address, first.family);
      });
    };
  }

  #faultOf(url: URL): string | undefined {
    if (url.username !== '' || url.password !== '') return 'it holds a user or a password';
    if (url.hash !== '') return 'it holds a fragment';
    if (url.protocol !== 'https:' && !this.#plain) return 'it is not https';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    // An address is never looked up: what the lookup checks of a name is checked of it here, and before each delivery.
    if (isIP(host) !== 0 && !this.#mayCall(url.protocol, host))
      return 'it lies in a network that is not called';
    return undefined;
  }

  #mayCall(protocol: string, address: string): boolean {
    return liesIn(this.#own, address) || (protocol === 'https:' && isPublic(address));
  }
}
