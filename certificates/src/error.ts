/** What went wrong in this package, by a stable code of the error registry (`docs/errors.md`). */
export class CertificatesError extends Error {
  override readonly name = 'CertificatesError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
