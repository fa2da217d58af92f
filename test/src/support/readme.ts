import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

/** The two READMEs, with the headings whose commands tests run. */
export const READMES = [
  {
    file: 'README.md',
    start: 'First five minutes',
    offline: 'Verify offline',
    empty: 'Your own city',
    fabric: 'A real Fabric network',
  },
  {
    file: 'README.zh-CN.md',
    start: '最初五分钟',
    offline: '离线校验',
    empty: '从空站点开始',
    fabric: '真实的 Fabric 网络',
  },
] as const;

export const readmeText = (file: string): Promise<string> => readFile(join(ROOT, file), 'utf8');

const blocksOf = (text: string): string[] =>
  [...text.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block!);

/** The blocks of commands under a heading of a README, each as one script. */
export async function commandsUnder(file: string, heading: string): Promise<string[]> {
  const text = await readmeText(file);
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`${file} has no heading ${heading}`);
  return blocksOf(section);
}

/** All commands of a README, without what explains them. */
export const bareCommands = async (file: string): Promise<string[]> =>
  blocksOf(await readmeText(file)).map((block) => block.replaceAll(/ *(^|\s)# .*$/gm, '').trim());
