import type { RegistryEvidence } from '@hanlian/chaincode/domain';

/** What a process of the race is told. */
export interface Orders {
  /** On Fabric it goes to the peers itself; the embedded ledger lives in the process that started it. */
  readonly reach:
    | { readonly kind: 'fabric'; readonly connection: object; readonly identity: string }
    | { readonly kind: 'parent'; readonly mspId: string; readonly certificate: string; readonly key: string };
  readonly chaincode: string;
  readonly consent: string;
  readonly limit: number;
  /** How many pulls it asks for, and where among the slots it begins. */
  readonly pulls: number;
  readonly first: number;
  readonly bank: { readonly keyId: string; readonly privateKey: string };
  readonly evidence: RegistryEvidence;
}

/** What became of its pulls, by validation code. */
export type Codes = Record<string, number>;

export interface Asked {
  readonly n: number;
  readonly method: 'propose' | 'endorse' | 'submit' | 'status';
  readonly args: readonly unknown[];
}

export type FromRacer = { readonly asked: Asked } | { readonly endorsed: number } | { readonly codes: Codes };

export type ToRacer =
  | { readonly orders: Orders }
  | { readonly go: true }
  | { readonly answered: number; readonly value?: unknown; readonly error?: string };
