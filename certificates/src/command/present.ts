import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { HanlianError, type Bilingual, type Instant } from '@hanlian/chaincode/domain';
import type { Signer } from '../keys/signer.js';
import { compactPresentation, presentationCode } from '../sdjwt/compact.js';
import { SdJwtFault } from '../sdjwt/fault.js';
import { ALGORITHM } from '../sdjwt/jws.js';
import { presentSdJwt } from '../sdjwt/present.js';
import { jwkOf } from '../sdjwt/profile.js';
import { MAX_SD_JWT_BYTES, readSdJwt } from '../sdjwt/read.js';
import { readBounded } from './files.js';
import { signerIn } from './key-file.js';

export const PRESENT_HELP: Bilingual = {
  zh: `hanlian present 文件 [选项]    持证主体出示 SD-JWT：只披露所选内容，签名后五分钟内有效
  --key 文件       持证主体的私钥（PEM，P-256），须为文件所绑定的密钥
  --disclose 名称  披露的字段或事实，以逗号分隔，如 name,over18；holders 为持证主体，validOn 为有效日
  --audience 文字  向谁出示（统一社会信用代码或约定的名称）
  --purpose 文字   用途
  --nonce 文字     校验方给出的随机数；没有则自行抽取
  --code 文件      同时把二维码写入该文件（GIF）
输出所出示的文本；退出码：0 已写出，2 未能写出`,
  en: `hanlian present FILE [options]    a holder shows an SD-JWT: what is chosen, signed, for five minutes
  --key FILE       the holder's private key (PEM, P-256), the one that is bound in the file
  --disclose NAMES fields and facts to disclose, with commas between, such as name,over18; holders are the holders,
                   validOn the day it was in force
  --audience TEXT  to whom (a USCC, or the name agreed on)
  --purpose TEXT   for what
  --nonce TEXT     what the verifier drew; drawn here when absent
  --code FILE      writes it as QR code into that file as well (GIF)
Prints what is shown. Exit code: 0 written, 2 not`,
};

const OPTIONS = {
  key: { type: 'string' },
  disclose: { type: 'string' },
  audience: { type: 'string' },
  purpose: { type: 'string' },
  nonce: { type: 'string' },
  code: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;
const NONCE_BYTES = 16;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>['values'];

/**
 * Shows an SD-JWT under its holder's key; the text that is shown, or undefined: help was asked for.
 * @throws {HanlianError} ARGUMENTS_INVALID, SD_JWT_UNREADABLE, PEM_INVALID, HOLDER_KEY_REFUSED, FIELD_UNKNOWN,
 *   PRESENTATION_NOT_COMPACT, and as reading a file does
 */
export const present = async (given: readonly string[], now: Instant): Promise<string | undefined> => {
  const { values, file } = read(given);
  if (values.help) return undefined;
  const wanted = (name: 'key' | 'disclose' | 'audience' | 'purpose'): string => {
    const value = values[name];
    if (value === undefined || value === '') throw wrong(`present needs --${name}`);
    return value;
  };
  const showing = {
    names: wanted('disclose').split(','),
    audience: wanted('audience'),
    purpose: wanted('purpose'),
    nonce: values.nonce ?? randomBytes(NONCE_BYTES).toString('base64url'),
    at: now,
  };
  const sdJwt = (await readBounded(file, MAX_SD_JWT_BYTES)).toString('latin1').trimEnd();
  const holder = await holderOf(sdJwt, wanted('key'));
  const shown = await presentSdJwt(sdJwt, showing, holder);
  if (values.code !== undefined) await writeFile(values.code, presentationCode(compactPresentation(shown)));
  return shown;
};

const read = (given: readonly string[]): { values: Values; file: string } => {
  try {
    const { values, positionals } = parseArgs({ args: [...given], options: OPTIONS, allowPositionals: true });
    const [file, ...more] = positionals;
    if (!values.help && (file === undefined || more.length > 0)) throw wrong('present needs one file');
    return { values, file: file ?? '' };
  } catch (cause) {
    throw cause instanceof HanlianError ? cause : wrong((cause as Error).message);
  }
};

/** The holder's key, if it is the one that the department has bound. */
const holderOf = async (sdJwt: string, path: string): Promise<Signer> => {
  const bound = boundIn(sdJwt);
  const signer = await signerIn(path);
  if (signer.algorithm === ALGORITHM && JSON.stringify(jwkOf(signer.publicKey)) === JSON.stringify(bound)) {
    return signer;
  }
  throw new HanlianError('HOLDER_KEY_REFUSED', 'The file is bound to another key, or to none');
};

const boundIn = (sdJwt: string): object | undefined => {
  try {
    return readSdJwt(sdJwt).payload.cnf?.jwk;
  } catch (error) {
    if (error instanceof SdJwtFault) throw new HanlianError('SD_JWT_UNREADABLE', error.message);
    throw error;
  }
};

const wrong = (message: string): HanlianError => new HanlianError('ARGUMENTS_INVALID', message);
