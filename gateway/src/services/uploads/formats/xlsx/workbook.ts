import { posix } from 'node:path';
import { HanlianError } from '@hanlian/chaincode/domain';
import { unreadable, unsafe } from '../source.js';
import { textOf } from '../text.js';
import { readXml, type Handler } from '../xml.js';
import type { Archive } from './archive.js';

/** What reading a sheet's cells takes (ECMA-376 part 1 §18). */
export interface Workbook {
  /** The part of the first sheet that is shown. */
  readonly sheet: string;
  readonly strings: readonly string[];
  /** By style: whether a number is shown as a date. */
  readonly dates: readonly boolean[];
  readonly is1904: boolean;
}

const WORKBOOK = 'xl/workbook.xml';
const MOST_TEXT = 64 * 1024 * 1024;

export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const targets = await targetsOf(archive);
  let sheet: string | undefined;
  let is1904 = false;
  await readPart(archive, WORKBOOK, {
    open: (name, attributes) => {
      if (name === 'workbookPr') is1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (name === 'sheet' && (attributes.state ?? 'visible') === 'visible') sheet ??= attributes['r:id'];
    },
  });
  const part = targets.get(sheet ?? '');
  if (part === undefined) throw unreadable('The file has no sheet');
  return { sheet: part, is1904, strings: await stringsOf(archive), dates: await datesOf(archive) };
}

const readPart = (archive: Archive, part: string, handler: Handler): Promise<void> =>
  readXml(textOf(archive.read(part), 'utf-8'), handler);

/** The parts the workbook names. */
async function targetsOf(archive: Archive): Promise<ReadonlyMap<string, string>> {
  const targets = new Map<string, string>();
  await readPart(archive, 'xl/_rels/workbook.xml.rels', {
    open: (name, { Id, Target, TargetMode }) => {
      if (name !== 'Relationship' || Id === undefined || Target === undefined) return;
      if (TargetMode === 'External') throw unsafe('The file links to another');
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : posix.join('xl', Target));
    },
  });
  return targets;
}

/** Texts that cells share. What is read aloud beside them (`rPh`) is no part of them. */
async function stringsOf(archive: Archive): Promise<readonly string[]> {
  const part = 'xl/sharedStrings.xml';
  const strings: string[] = [];
  if (!archive.has(part)) return strings;
  let size = 0;
  let inText = false;
  let inReading = false;
  await readPart(archive, part, {
    open: (name) => {
      if (name === 'si') strings.push('');
      if (name === 'rPh') inReading = true;
      inText = name === 't' && !inReading;
    },
    close: (name) => {
      if (name === 'rPh') inReading = false;
      inText = false;
    },
    text: (text) => {
      if (!inText) return;
      size += text.length;
      if (size > MOST_TEXT) throw new HanlianError('UPLOAD_TOO_LARGE', 'The file holds too much text');
      strings.push(`${strings.pop() ?? ''}${text}`);
    },
  });
  return strings;
}

/** Formats that are dates everywhere or in a Chinese locale (ECMA-376 part 1 §18.8.30). */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** A format of one's own is a date if, beside quoted text and conditions, it names days or years. */
const isDateFormat = (format: string): boolean =>
  /[dy]/i.test(format.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]/g, ''));

async function datesOf(archive: Archive): Promise<readonly boolean[]> {
  const part = 'xl/styles.xml';
  const dates: boolean[] = [];
  if (!archive.has(part)) return dates;
  const own = new Map<number, boolean>();
  let inCells = false;
  await readPart(archive, part, {
    open: (name, { numFmtId, formatCode = '' }) => {
      const id = Number(numFmtId);
      if (name === 'numFmt') own.set(id, isDateFormat(formatCode));
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) dates.push(own.get(id) ?? isBuiltInDate(id));
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return dates;
}
