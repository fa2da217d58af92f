import { HanlianError } from '@hanlian/chaincode/domain';

type Label = 'CERTIFICATE' | 'CERTIFICATE REQUEST' | 'X509 CRL';

const LINE = /.{1,64}/g;

/** RFC 7468. */
export const toPem = (label: Label, der: Uint8Array): string => {
  const lines = Buffer.from(der).toString('base64').match(LINE) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
};

/** The first block with this label. Throws PEM_INVALID. */
export const fromPem = (label: Label, text: string): Buffer => {
  const body = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`).exec(
    text,
  )?.[1];
  if (body === undefined) {
    throw new HanlianError('PEM_INVALID', `Expected a PEM block "${label}" (RFC 7468)`);
  }
  return Buffer.from(body, 'base64');
};
