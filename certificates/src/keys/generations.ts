import type { KeyStore } from './store.js';
import type { SignatureAlgorithm, Signer } from './signer.js';

/** The first has the plain name, later ones a number behind it: nothing in a key store is ever taken out or renamed. */
const nameOf = (name: string, generation: number): string =>
  generation === 1 ? name : `${name}-${generation}`;

async function generationsOf(keys: KeyStore, name: string): Promise<number> {
  let count = 0;
  while (await keys.has(nameOf(name, count + 1))) count++;
  return count;
}

/** The newest key of a name; it is drawn when there is none. */
export async function newestKey(
  keys: KeyStore,
  name: string,
  algorithm?: SignatureAlgorithm,
): Promise<Signer> {
  const count = await generationsOf(keys, name);
  return count === 0 ? keys.create(name, algorithm) : keys.signer(nameOf(name, count));
}

/** Draws the next key of a name, and tells what it is called in the store. */
export async function drawNextKey(
  keys: KeyStore,
  name: string,
  algorithm?: SignatureAlgorithm,
): Promise<{ readonly name: string; readonly signer: Signer }> {
  const next = nameOf(name, (await generationsOf(keys, name)) + 1);
  return { name: next, signer: await keys.create(next, algorithm) };
}
