import { HanlianError } from '@hanlian/chaincode/domain';
import type { z } from 'zod';
import type { Letter, Letters, Said, Signed } from './letters.js';
import type { Peers } from './peers.js';

/** What one department writes to another's hub. */
interface Errand<Question extends Letter, Reply extends Letter> {
  readonly from: string;
  readonly to: string;
  readonly path: string;
  readonly said: Said<Question>;
  readonly reply: z.ZodType<Signed<Reply>>;
  readonly signal?: AbortSignal;
}

/**
 * Writes a letter, and gives what the other department says to this very one.
 *
 * @throws {HanlianError} EXCHANGE_*, what is wrong with the reply's signature, and what the other hub refuses with
 */
export async function correspond<Question extends Letter, Reply extends Letter>(
  { letters, peers }: { readonly letters: Letters; readonly peers: Peers },
  { from, to, path, said, reply: schema, signal }: Errand<Question, Reply>,
): Promise<Reply> {
  const question = await letters.write<Question>(from, to, said);
  const reply = await peers.ask(to, { path, question, reply: schema, ...(signal && { signal }) });
  const { message } = reply;
  if (message.from !== to || message.nonce !== question.message.nonce) {
    throw new HanlianError('EXCHANGE_REPLY_WRONG', 'The reply is to another question');
  }
  letters.requireGenuine(reply);
  return message;
}
