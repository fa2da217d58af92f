/** The part of Digital Bazaar's library that tests ask, which comes without types. */
declare module '@digitalbazaar/vc-bitstring-status-list' {
  interface List {
    setStatus(index: number, status: boolean): void;
    getStatus(index: number): boolean;
    encode(): Promise<string>;
  }

  export function createList(options: { length: number }): Promise<List>;
  export function decodeList(options: { encodedList: string }): Promise<List>;
  export function checkStatus(options: {
    credential: object;
    documentLoader: (url: string) => Promise<{ document: object }>;
    verifyBitstringStatusListCredential: boolean;
  }): Promise<{ verified: boolean; results: readonly { status: boolean }[] }>;
}
