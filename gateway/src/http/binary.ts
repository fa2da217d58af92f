import { z } from 'zod';

/** The body of a request or an answer that is no text. */
export const binary = z.instanceof(Uint8Array);
