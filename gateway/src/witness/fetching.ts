/** The bytes of a response, at most so many; throws where there are more. */
export async function bytesWithin(response: Response, most: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > most) throw new Error(`The answer is longer than ${most} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

export const textWithin = async (response: Response, most: number): Promise<string> =>
  (await bytesWithin(response, most)).toString('utf8');
