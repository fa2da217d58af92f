import { ruleError } from '../common/failure.js';
import type { ChaincodeOptions, CollectionOptions } from './options.js';

/** Whose peer simulates, and for whose client: both decide what private data may be seen. */
export interface Viewpoint {
  readonly peer: string;
  readonly client: string;
}

/** The private data collections of every chaincode, and who may do what with them. */
export class Collections {
  readonly #collections: ReadonlyMap<string, CollectionOptions>;

  constructor(chaincodes: readonly ChaincodeOptions[]) {
    this.#collections = new Map(
      chaincodes.flatMap(({ name, collections = [] }) =>
        collections.map((collection) => [`${name}\0${collection.name}`, collection]),
      ),
    );
  }

  /** The collection of a chaincode. Throws when there is none. */
  get(namespace: string, name: string): CollectionOptions {
    const collection = this.#collections.get(`${namespace}\0${name}`);
    if (!collection) throw new Error(`collection ${name} is not defined for chaincode ${namespace}`);
    return collection;
  }

  /** Blocks after which a collection's values expire; 0 keeps them. */
  blockToLive(namespace: string, name: string): number {
    return this.#collections.get(`${namespace}\0${name}`)?.blockToLive ?? 0;
  }

  /** Throws unless the client's organisation may read. */
  mayRead(namespace: string, name: string, { client }: Viewpoint): CollectionOptions {
    const collection = this.get(namespace, name);
    if ((collection.memberOnlyRead ?? true) && !collection.members.includes(client)) {
      throw ruleError('LEDGER_COLLECTION_NOT_MEMBER', `${client} may not read collection ${name}.`);
    }
    return collection;
  }

  /** Throws unless the client's organisation may write. */
  mayWrite(namespace: string, name: string, { client }: Viewpoint): CollectionOptions {
    const collection = this.get(namespace, name);
    if ((collection.memberOnlyWrite ?? true) && !collection.members.includes(client)) {
      throw ruleError('LEDGER_COLLECTION_NOT_MEMBER', `${client} may not write collection ${name}.`);
    }
    return collection;
  }
}
