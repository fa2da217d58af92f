import { openContainer, type Container } from './container.js';
import { OfdFault } from './fault.js';
import { verifySignature, type Sealed } from './signature.js';

/** An OFD file that was opened, and what its seals say; a fault where they say nothing good. */
export interface OpenedOfd {
  readonly container: Container | undefined;
  readonly seals: readonly [Sealed, ...Sealed[]] | OfdFault;
}

/** Opens an OFD file and judges all its seals, whatever it is. */
export const openOfd = async (bytes: Buffer): Promise<OpenedOfd> => {
  const container = await attempt(() => openContainer(bytes));
  if (container instanceof OfdFault) return { container: undefined, seals: container };
  return { container, seals: await attempt(() => Promise.resolve(verifySeals(container))) };
};

/**
 * Every seal must hold, and one of them, the last, must protect every file but those that signing itself writes: what
 * stands outside is not what anybody sealed.
 */
const verifySeals = (container: Container): readonly [Sealed, ...Sealed[]] => {
  const [first, ...others] = container.signatures.entries.map((entry) => verifySignature(container, entry));
  if (!first) throw new OfdFault('OFD_NOT_SEALED');
  const seals: readonly [Sealed, ...Sealed[]] = [first, ...others];
  const last = seals.at(-1) ?? first;
  const own = new Set([container.signatures.path, ...seals.flatMap((seal) => [...seal.own])]);
  const outside = [...container.files.keys()].filter((file) => !last.protects.has(file) && !own.has(file));
  if (outside.length > 0) throw new OfdFault('OFD_FILE_UNPROTECTED', { files: outside.slice(0, 10) });
  return seals;
};

const attempt = async <T>(open: () => Promise<T>): Promise<T | OfdFault> => {
  try {
    return await open();
  } catch (error) {
    if (error instanceof OfdFault) return error;
    throw error;
  }
};
