import { Authentication } from './authentication.js';
import { Callers } from './callers.js';
import { HubSigner } from './hub-signer.js';
import { Identities, type IdentitiesOptions } from './identities.js';
import { Once } from '../storage/once.js';
import { audienceOf, Tokens } from './tokens.js';
import type { Vault } from './vault.js';

interface CallersParts extends Omit<IdentitiesOptions, 'attributesOf'> {
  /** The hub's name. */
  readonly name: string;
  readonly mspId: string;
  readonly authority: Vault['authority'];
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** Who may call a hub and how that is proven, as whom their writes are signed, and how the hub signs for itself. */
export async function openCallers(parts: CallersParts): Promise<{
  readonly callers: Callers;
  readonly authentication: Authentication;
  readonly identities: Identities;
  readonly signer: HubSigner;
}> {
  const { name, mspId, store, writer, now } = parts;
  const callers = await Callers.open(store, writer, now);
  const used = await Once.open('jti~', { store, writer, now });
  const tokens = new Tokens({ callers, used, audience: audienceOf(name), now });
  return {
    callers,
    authentication: new Authentication(callers, tokens),
    identities: new Identities(mspId, { ...parts, attributesOf: (identity) => callers.ofIdentity(identity) }),
    signer: new HubSigner(parts),
  };
}
