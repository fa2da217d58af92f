import { HanlianError } from '@hanlian/chaincode/domain';

type Label = 'CERTIFICATE' | 'CERTIFICATE REQUEST';

const LINE = /.{1,64}/g;

/** RFC 7468. */
export const toPem = (label: Label, der: ArrayBuffer): string => {
  const lines = Buffer.from(der).toString('base64').match(LINE) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
};

/** The first block with this label. Throws PEM_INVALID. */
export const fromPem = (label: Label, text: string): ArrayBuffer => {
  const body = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`).exec(
    text,
  )?.[1];
  if (body === undefined) {
    throw new HanlianError('PEM_INVALID', `Expected a PEM block "${label}" (RFC 7468)`);
  }
  return new Uint8Array(Buffer.from(body, 'base64')).buffer;
};
