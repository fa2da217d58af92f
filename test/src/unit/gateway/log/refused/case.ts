import { HanlianError } from '@hanlian/chaincode/domain';

/** What is handed in, by the name the guide has for it: gives the code it is refused with. */
export type Cases = Readonly<Record<string, () => Promise<string> | string>>;

/** The code of the domain's refusal. */
export async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof HanlianError) return error.code;
    throw error;
  }
  return 'taken';
}
