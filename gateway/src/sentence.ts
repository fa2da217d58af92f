import type { Bilingual, ErrorDetails, ErrorEntry } from '@hanlian/chaincode/domain';

interface Said {
  /** An English sentence that may leave the process, where there is one. */
  readonly message?: string | undefined;
  readonly details: ErrorDetails;
}

/** The code checkers say what is wrong in both languages. */
const chineseMessage = ({ message }: ErrorDetails): string | undefined => {
  const zh = (message as Partial<Bilingual> | null | undefined)?.zh;
  return typeof zh === 'string' ? zh : undefined;
};

function chinese(details: ErrorDetails, { title }: ErrorEntry): string {
  const said = chineseMessage(details);
  if (said !== undefined) return said;
  return details.field ? `${title.zh}：${details.field}` : title.zh;
}

/** What went wrong this time, in one sentence. */
export const sentenceOf = ({ message, details }: Said, entry: ErrorEntry): Bilingual => ({
  zh: chinese(details, entry),
  en: message ?? entry.title.en,
});
