import type { KeyStore } from './store.js';

/**
 * Keeps some keys in one store and the rest in another. A key that the rest had before stays there, so that a hub which
 * is given a hardware module goes on with its earlier keys until it replaces them.
 */
export const keysBeside = (
  module: KeyStore,
  rest: KeyStore,
  belongs: (name: string) => boolean,
): KeyStore => {
  const keeperOf = async (name: string): Promise<KeyStore> =>
    belongs(name) && !(await rest.has(name)) ? module : rest;
  return {
    create: async (name, algorithm = 'ES256') => {
      const keeper = algorithm === 'ES256' ? await keeperOf(name) : rest;
      return keeper.create(name, algorithm);
    },
    signer: async (name) => (await keeperOf(name)).signer(name),
    has: async (name) => (await keeperOf(name)).has(name),
    list: async () => [...new Set([...(await module.list()), ...(await rest.list())])].sort(),
  };
};
