import { resolve } from 'node:path';
import { z } from 'zod';
import { readTokenUri, type TokenAddress } from '@hanlian/certificates';
import { ORGANISATIONS, type OrganisationName } from './organisations.js';
import { networksOf } from './webhooks/addresses.js';

const LAST_PORT = 65535;
const SHORTEST_SECRET = 12;
const highestOffset = Math.max(...Object.values(ORGANISATIONS).map(({ portOffset }) => portOffset));
const organisationNames = Object.keys(ORGANISATIONS) as OrganisationName[];

const port = z
  .string()
  .regex(/^\d+$/)
  .transform(Number)
  .pipe(
    z
      .int()
      .min(0)
      .max(LAST_PORT - highestOffset),
  );

const hubs = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(
    z
      .array(z.enum(organisationNames))
      .min(1)
      .refine((names) => new Set(names).size === names.length),
  );

const folder = z
  .string()
  .min(1)
  .transform((path) => resolve(path));

const count = z
  .string()
  .regex(/^[1-9][0-9]{0,8}$/)
  .transform(Number);

const stampUrls = z
  .string()
  .transform((text) => text.split(',').map((url) => url.trim()))
  .pipe(
    z
      .array(z.url({ protocol: /^https?$/ }))
      .min(1)
      .max(8),
  );

const hubAddress =
  /^[0-9A-HJ-NPQRTUWXY]{18}=(https:\/\/|http:\/\/(127\.0\.0\.1|\[::1\]|localhost)[:/])[^,\s]+$/;

/** What is sent there is in nobody's hands but the two departments': it goes in clear on the hub's own machine only. */
const exchangeUrls = z
  .string()
  .transform((text) => text.split(',').map((entry) => entry.trim()))
  .pipe(z.array(z.string().regex(hubAddress)).min(1).max(64))
  .transform(
    (entries) =>
      new Map(entries.map((entry) => [entry.slice(0, 18), entry.slice(19).replace(/\/+$/, '')] as const)),
  );

const networks = z
  .string()
  .transform((text) => text.split(',').map((network) => network.trim()))
  .refine((texts) => {
    try {
      return networksOf(texts);
    } catch {
      return false;
    }
  });

const token = z
  .string()
  .transform(readTokenUri)
  .pipe(z.custom<TokenAddress>((address) => address !== undefined));

/** Stands for a hub's name in an address. */
export const HUB = '{hub}';

/** An address behind which a path may be put. */
const publicUrl = z
  .string()
  .regex(/^https?:\/\/[^/?#@\s]+(\/[^?#@\s]*)?$/)
  .refine((text) => URL.canParse(text.replaceAll(HUB, 'hub')))
  .transform((text) => text.replace(/\/+$/, ''));

interface Setting {
  readonly schema: z.ZodType;
  readonly fallback: string | undefined;
  readonly expected: string;
}

/** The settings there are, each by its variable in the environment. */
export const settings = {
  HANLIAN_HOST: {
    schema: z.string().regex(/^[0-9A-Za-z.:-]+$/),
    fallback: '127.0.0.1',
    expected: 'an address to listen on, such as 127.0.0.1',
  },
  HANLIAN_PORT: {
    schema: port,
    fallback: '8080',
    expected: `a port from 0 (any free one) to ${LAST_PORT - highestOffset}: the bank's and the auditor's hubs take the next two`,
  },
  HANLIAN_DATA: {
    schema: folder,
    fallback: undefined,
    expected: 'the folder all data is kept in',
  },
  HANLIAN_LEDGER: {
    schema: z.enum(['embedded', 'fabric']),
    fallback: 'embedded',
    expected: 'embedded or fabric',
  },
  HANLIAN_NETWORK_RUN: {
    schema: folder,
    fallback: 'network/run',
    expected: 'the folder the Fabric network keeps its files in',
  },
  HANLIAN_HUBS: {
    schema: hubs,
    fallback: organisationNames.join(','),
    expected: `some of ${organisationNames.join(', ')}, each once, with commas between`,
  },
  HANLIAN_STAMP_URLS: {
    schema: stampUrls,
    fallback: undefined,
    expected:
      'addresses of time-stamp authorities (RFC 3161 over HTTP), in the order to ask, with commas between',
  },
  HANLIAN_STAMP_ROOTS: {
    schema: folder,
    fallback: undefined,
    expected: 'a PEM file of the certificates under which time stamps are believed',
  },
  HANLIAN_EXCHANGE_URLS: {
    schema: exchangeUrls,
    fallback: undefined,
    expected:
      'the hubs of other departments, each as its code, an equals sign and an https address, with commas between',
  },
  HANLIAN_WEBHOOK_NETWORKS: {
    schema: networks,
    fallback: undefined,
    expected: 'internal networks that webhooks may call, such as 10.20.0.0/16, with commas between',
  },
  HANLIAN_WEBHOOK_HTTP: {
    schema: z.enum(['refused', 'internal']),
    fallback: 'refused',
    expected: 'refused, or internal: the networks of HANLIAN_WEBHOOK_NETWORKS are called over plain HTTP too',
  },
  HANLIAN_WEBHOOK_ROOTS: {
    schema: folder,
    fallback: undefined,
    expected:
      'a PEM file of the authorities that receivers of webhooks may have their certificates from, besides the public ones',
  },
  HANLIAN_SECRET: {
    schema: z.string().min(SHORTEST_SECRET),
    fallback: undefined,
    expected: `a passphrase of at least ${SHORTEST_SECRET} characters`,
  },
  HANLIAN_PUBLIC_URL: {
    schema: publicUrl,
    fallback: undefined,
    expected: `the address others reach the hub under, with ${HUB} for its name where several run`,
  },
  HANLIAN_KEYS: {
    schema: token,
    fallback: undefined,
    expected: 'a token as pkcs11:token=LABEL?module-path=FILE, with &pin-source=file:FILE (RFC 7512)',
  },
  HANLIAN_KEYS_PIN: {
    schema: z.string().min(1),
    fallback: undefined,
    expected: "the PIN of the token's user",
  },
  HANLIAN_CALLER_RATE: {
    schema: count,
    fallback: undefined,
    expected: 'how many requests a minute one caller may send, such as 6000',
  },
  HANLIAN_ADDRESS_RATE: {
    schema: count,
    fallback: undefined,
    expected: 'how many requests a minute one address may send that names no caller, such as 600',
  },
  HANLIAN_CALLER_AT_ONCE: {
    schema: count,
    fallback: undefined,
    expected: 'how many requests of one caller are worked on at one time, such as 64',
  },
  HANLIAN_AT_ONCE: {
    schema: count,
    fallback: undefined,
    expected: 'how many requests are worked on at one time, such as 1024',
  },
  HANLIAN_TLS_KEY: {
    schema: folder,
    fallback: undefined,
    expected: "the file of the server's private key, in PEM",
  },
  HANLIAN_TLS_CERTIFICATE: {
    schema: folder,
    fallback: undefined,
    expected: "the file of the server's certificate and those above it, in PEM",
  },
  HANLIAN_TLS_CLIENT_CA: {
    schema: folder,
    fallback: undefined,
    expected: "the file of the authorities that make callers' certificates, in PEM",
  },
  HANLIAN_CHECKPOINT_SECONDS: {
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number),
    fallback: '5',
    expected: 'how many seconds lie between two checkpoints of the log, 0 for none',
  },
  HANLIAN_SIGN_DAYS: {
    schema: z
      .string()
      .regex(/^[1-9]\d{0,2}$/)
      .transform(Number),
    fallback: '7',
    expected: 'how many days a write waits for a caller that keeps its own key to sign it, such as 7',
  },
  HANLIAN_STATUS_LIST_SECONDS: {
    schema: z
      .string()
      .regex(/^\d{1,2}$/)
      .transform(Number)
      .pipe(z.int().max(30)),
    fallback: '10',
    expected:
      'how many seconds, 30 at most, lie between two looks for what is new in status lists, 0 for none',
  },
  HANLIAN_ANCHOR_SECONDS: {
    schema: z
      .string()
      .regex(/^\d{1,4}$/)
      .transform(Number)
      .pipe(z.int().max(3600)),
    fallback: '60',
    expected: 'how many seconds, 3600 at most, lie between two anchors of receipts on the ledger, 0 for none',
  },
  HANLIAN_WITNESSES: {
    schema: folder,
    fallback: undefined,
    expected: 'a file of the witnesses to ask for cosignatures: docs/witness-and-monitor.md shows one',
  },
  HANLIAN_SEED: {
    schema: z.enum(['sample', 'none']),
    fallback: 'sample',
    expected: 'sample or none',
  },
} as const satisfies Readonly<Record<string, Setting>>;
