import { z } from 'zod';
import { jsonValue } from './common.js';

/** The holder-code dictionary (GB/T 36903 annex A): 001 USCC, 099 other organisation, 111 citizen number, … */
export const holderTypeCode = z.enum([
  '001',
  '099',
  '111',
  '114',
  '115',
  '118',
  '119',
  '120',
  '122',
  '411',
  '412',
  '413',
  '414',
  '511',
  '516',
  '999',
]);

export const holder = z.strictObject({
  typeCode: holderTypeCode,
  code: z.string().min(1).max(64),
  name: z.string().min(1).max(200),
});

export const AN_IDENTIFIER = '1.2.156.3005.2.11100000MB0143028R001.11410800MB18523953.2026000001.001.5';

/**
 * A certificate identifier (GB/T 36904). The pattern is for readers of the API description:
 * `parseCertificateIdentifier` says closer what is wrong with one.
 */
export const identifier = z
  .string()
  .min(20)
  .max(160)
  .meta({
    pattern: '^1\\.2\\.156\\.3005\\.2\\.[0-9A-Z]+\\.[0-9A-Z]+\\.[0-9A-Z]{1,64}\\.[0-9]{3}\\.[0-9A-Z]$',
    examples: [AN_IDENTIFIER],
  });

/** An evidence document as `certificates` writes it: any JSON object here, read closely by verification. */
export const evidenceDocument = z
  .record(z.string(), jsonValue)
  .meta({ description: 'An evidence document, v1' });

export type Holder = z.infer<typeof holder>;
