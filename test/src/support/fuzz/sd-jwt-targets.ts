import {
  COMPACT_PREFIX,
  compactPresentation,
  decodeBase45,
  encodeBase45,
  openFile,
  verifySdJwt,
  type Verification,
} from '@hanlian/certificates';
import { DAY, SEALED_AT } from '../evidence.js';
import { AUDIENCE, NONCE, otherTool, sdJwtWorld } from '../sd-jwt.js';
import { requireAgreement, type Target } from './target.js';

/** SD-JWTs, alone and as their holder shows them: what is taken says what was signed, and @sd-jwt/core takes it too. */
export const sdJwtTargets = async (): Promise<Target[]> => {
  const { city, holder, sdJwt, context, present } = await sdJwtWorld();
  const { privateKey, certificate } = city.department;
  const other = otherTool(privateKey, certificate, holder.publicKey);
  const currentDate = SEALED_AT + DAY;
  const presentation = {
    audience: AUDIENCE,
    nonce: NONCE,
    now: currentDate,
    isRequired: true,
    once: () => Promise.resolve(true),
  };
  const target = async (
    name: string,
    sample: string,
    asked: typeof presentation | undefined,
  ): Promise<Target> => {
    const verify = (text: string): Promise<Verification> =>
      verifySdJwt(text, { ...context, presentation: asked });
    const { presented } = await verify(sample);
    return {
      name,
      sample: Buffer.from(sample),
      try: async (bytes) => {
        const text = bytes.toString('latin1');
        const found = await verify(text);
        if (found.verdict !== 'VALID') return false;
        const others = await other.verify(text, { currentDate }).then(
          () => true,
          () => false,
        );
        requireAgreement(others, '@sd-jwt/core');
        return requireAgreement(isWithin(found.presented, presented), 'what was signed');
      },
    };
  };
  return [
    await target('SD-JWT', sdJwt, undefined),
    await target('presentation', await present(), presentation),
    await compactTarget(),
  ];

  /** What a QR code says: whatever is taken spells out, with the registered certificates, what was signed. */
  async function compactTarget(): Promise<Target> {
    const shown = await present();
    const verify = async (bytes: Uint8Array): Promise<Verification> => {
      const text = COMPACT_PREFIX + encodeBase45(bytes);
      return (await openFile(Buffer.from(text))).verify({ ...context, presentation });
    };
    const sample = Buffer.from(decodeBase45(compactPresentation(shown).slice(COMPACT_PREFIX.length))!);
    const { presented } = await verify(sample);
    return {
      name: 'presentation as QR code',
      sample,
      try: async (bytes) => {
        const found = await verify(bytes);
        return (
          found.verdict === 'VALID' &&
          requireAgreement(isWithin(found.presented, presented), 'what was signed')
        );
      },
    };
  }
};

/** Nothing is shown that was not: a holder may keep back more. */
const isWithin = (found: Verification['presented'], signed: Verification['presented']): boolean =>
  found?.license === signed?.license &&
  [found?.fields, found?.facts].every((part, index) =>
    Object.entries(part ?? {}).every(
      ([name, value]) => (index === 0 ? signed?.fields : signed?.facts)?.[name] === value,
    ),
  );
