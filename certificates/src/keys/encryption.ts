import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';

/** scrypt's cost (RFC 7914): 32 MiB and about 80 ms, once per opening of a store. */
const COST = { N: 2 ** 15, r: 8, p: 1 } as const;
const MAX_MEMORY = 256 * 1024 * 1024;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const SALT_BYTES = 16;
const CIPHER = 'aes-256-gcm';

const base64 = z.base64();

export const derivationSchema = z.strictObject({
  name: z.literal('scrypt'),
  N: z
    .int()
    .min(2 ** 14)
    .max(2 ** 17),
  r: z.literal(COST.r),
  p: z.literal(COST.p),
  salt: base64,
});

/** How a passphrase becomes the key of a store. */
export type Derivation = z.infer<typeof derivationSchema>;

export const boxSchema = z.strictObject({ nonce: base64, tag: base64, ciphertext: base64 });

/** AES-256-GCM output (NIST SP 800-38D), base64. */
export type Box = z.infer<typeof boxSchema>;

export const newDerivation = (): Derivation => ({
  name: 'scrypt',
  ...COST,
  salt: randomBytes(SALT_BYTES).toString('base64'),
});

export const deriveKey = ({ N, r, p, salt }: Derivation, passphrase: string): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(
      passphrase.normalize('NFKC'),
      Buffer.from(salt, 'base64'),
      KEY_BYTES,
      { N, r, p, maxmem: MAX_MEMORY },
      (error, key) => (error ? reject(error) : resolve(key)),
    );
  });

/** Encrypts `plaintext`; `context` is bound to it and must be given again to decrypt. */
export const encrypt = (key: Uint8Array, plaintext: Uint8Array, context: string): Box => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return {
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    ciphertext: ciphertext.toString('base64'),
  };
};

/** Throws when the key, the context or any byte of the box is another than at encryption. */
export const decrypt = (key: Uint8Array, box: Box, context: string): Buffer => {
  const decipher = createDecipheriv(CIPHER, key, Buffer.from(box.nonce, 'base64'), { authTagLength: 16 })
    .setAAD(Buffer.from(context))
    .setAuthTag(Buffer.from(box.tag, 'base64'));
  return Buffer.concat([decipher.update(Buffer.from(box.ciphertext, 'base64')), decipher.final()]);
};
