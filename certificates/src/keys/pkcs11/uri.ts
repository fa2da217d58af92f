import { z } from 'zod';

/** What a PKCS #11 URI says of a token. */
export interface TokenAddress {
  readonly library: string;
  readonly label: string;
  readonly serial?: string | undefined;
  /** The file its PIN stands in. */
  readonly pinFile?: string | undefined;
}

const FORM = /^pkcs11:(?<token>[^?]*)\?(?<access>[^?]*)$/;

const tokenSchema = z.strictObject({ token: z.string().min(1), serial: z.string().min(1).optional() });
const accessSchema = z.strictObject({
  'module-path': z.string().startsWith('/'),
  'pin-source': z
    .string()
    .regex(/^(file:(\/\/)?)?\/[^/]/)
    .transform((source) => source.replace(/^file:(\/\/)?/, ''))
    .optional(),
});

/**
 * Reads a PKCS #11 URI (RFC 7512) of the form `pkcs11:token=LABEL[;serial=…]?module-path=FILE[&pin-source=file:FILE]`;
 * undefined when it is not one. A `pin-value` is refused: settings are shown, and a PIN must not be.
 */
export const readTokenUri = (uri: string): TokenAddress | undefined => {
  const parts = FORM.exec(uri)?.groups;
  const token = tokenSchema.safeParse(attributesOf(parts?.token, ';')).data;
  const access = accessSchema.safeParse(attributesOf(parts?.access, '&')).data;
  if (!token || !access) return undefined;
  return {
    library: access['module-path'],
    label: token.token,
    serial: token.serial,
    pinFile: access['pin-source'],
  };
};

/** Attributes by name; undefined when one stands twice or is not percent-encoded UTF-8. */
const attributesOf = (text = '', separator: string): Record<string, string> | undefined => {
  try {
    const pairs = text.split(separator).map((part) => part.split(/=(.*)/s, 2).map(decodeURIComponent));
    const isOnce = new Set(pairs.map(([name]) => name)).size === pairs.length;
    return isOnce ? (Object.fromEntries(pairs) as Record<string, string>) : undefined;
  } catch {
    return undefined;
  }
};
