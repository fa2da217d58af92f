import type { OrganisationOptions } from '@hanlian/gateway/ledger/embedded/index';
import type { Identity } from '@hanlian/gateway/ledger/port';
import type { Actor, World } from '../../support/embedded.js';

interface Keyed {
  readonly identity: Identity;
  /** PKCS #8 PEM. */
  readonly key: string;
}

/** What the writer, a process of its own, is told. */
export interface WriterInput {
  readonly path: string;
  readonly organisations: readonly OrganisationOptions[];
  readonly client: Keyed;
  readonly node: Keyed;
}

const keyed = ({ identity, privateKey }: Actor): Keyed => ({
  identity,
  key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
});

export function writerInput({ options, bureau }: World): string {
  const input: WriterInput = {
    path: options.path,
    organisations: options.organisations,
    client: keyed(bureau.client),
    node: keyed(bureau.node),
  };
  return JSON.stringify(input);
}
