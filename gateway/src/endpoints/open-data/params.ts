import { api } from '@hanlian/chaincode/domain';

/** The two parts of a resource's code. */
export const params = api.entryPlace.omit({ list: true });

export const codeOf = ({ group, item }: { readonly group: string; readonly item: string }): string =>
  `${group}/${item}`;
