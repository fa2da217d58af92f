import type { Bilingual } from '@hanlian/chaincode/domain';

/** A year's working days as the registry takes them. */
export interface SampleCalendar {
  readonly year: number;
  readonly holidays: readonly string[];
  readonly workdays: readonly string[];
  readonly source: Bilingual;
}

const days = (month: number, from: number, to: number): readonly string[] =>
  Array.from(
    { length: to - from + 1 },
    (_, i) => `${String(month).padStart(2, '0')}-${String(from + i).padStart(2, '0')}`,
  );

const notice = (year: number): Bilingual => ({
  zh: `国务院办公厅关于${year}年部分节假日安排的通知`,
  en: `Notice of the State Council's General Office on the holidays of ${year}`,
});

/** The State Council's notices: days off, and weekend days that are worked (调休). */
export const CALENDARS: readonly SampleCalendar[] = [
  {
    year: 2024,
    holidays: [
      '01-01',
      ...days(2, 10, 17),
      ...days(4, 4, 6),
      ...days(5, 1, 5),
      '06-10',
      ...days(9, 15, 17),
      ...days(10, 1, 7),
    ],
    workdays: ['02-04', '02-18', '04-07', '04-28', '05-11', '09-14', '09-29', '10-12'],
    source: notice(2024),
  },
  {
    year: 2025,
    holidays: [
      '01-01',
      ...days(1, 28, 31),
      ...days(2, 1, 4),
      ...days(4, 4, 6),
      ...days(5, 1, 5),
      '05-31',
      ...days(6, 1, 2),
      ...days(10, 1, 8),
    ],
    workdays: ['01-26', '02-08', '04-27', '09-28', '10-11'],
    source: notice(2025),
  },
  {
    year: 2026,
    holidays: [
      ...days(1, 1, 3),
      ...days(2, 15, 23),
      ...days(4, 4, 6),
      ...days(5, 1, 5),
      ...days(6, 19, 21),
      ...days(9, 25, 27),
      ...days(10, 1, 7),
    ],
    workdays: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
    source: notice(2026),
  },
];
