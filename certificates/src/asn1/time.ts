import { DerError, TAG, type DerReader, type Value } from './der.js';

const DIGITS = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;

/**
 * The last value of `reader`: UTCTime or GeneralizedTime in whole seconds, as DER and RFC 5280 §4.1.2.5 write them. Two
 * digits of a year from 50 on belong to the last century. Throws DerError.
 */
export const readTime = (reader: DerReader): Date => {
  const instant = readNextTime(reader);
  reader.end();
  return instant;
};

/** The same, where more may follow. */
export const readNextTime = (reader: DerReader): Date => {
  const utc = reader.optional(TAG.utcTime);
  return utc ? instantOf(withCentury(latin1(utc))) : readGeneralizedTime(reader);
};

/** A GeneralizedTime, where more may follow (RFC 6960 §4.2.2.1). Throws DerError. */
export const readGeneralizedTime = (reader: DerReader): Date =>
  instantOf(latin1(reader.read(TAG.generalizedTime)));

const instantOf = (text: string): Date => {
  const iso = text.replace(DIGITS, '$1-$2-$3T$4:$5:$6.000Z');
  const instant = new Date(iso);
  if (Number.isNaN(instant.getTime()) || instant.toISOString() !== iso) {
    throw new DerError('Not a time as DER writes it');
  }
  return instant;
};

const withCentury = (text: string): string => (text < '50' ? `20${text}` : `19${text}`);

const latin1 = (value: Value): string => value.contents.toString('latin1');
