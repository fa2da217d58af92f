import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TYPES } from '@hanlian/gateway/seed/types';
import { runCity } from './city.js';
import { newFolder, removeFolder } from './folders.js';
import { codeOnPage } from './poppler.js';
import { printedReport } from './printed-report.js';
import { ReportWorld } from './report.js';

const IMAGES = new URL('../../../docs/images/', import.meta.url).pathname;
const ADDRESS = 'https://hubs.example/bureau';
const DOTS_AN_INCH = '54';
/** A telephone's screen. */
const SCREEN = '390,844';

/** npm run docs:images: one page of each type and the sheet behind one's code, of the sample city; a sample credit report. */
const folder = await newFolder();
const work = mkdtempSync(join(tmpdir(), 'hanlian-images-'));
const city = await runCity(folder, {}, { HANLIAN_PUBLIC_URL: 'https://hubs.example/{hub}' });
try {
  mkdirSync(IMAGES, { recursive: true });
  for (const [name, { code, issuer }] of Object.entries(TYPES)) {
    const pdf = await printedOf(code, issuer);
    if (pdf === undefined) continue;
    pageOf(pdf, `certificate-${name}`);
    if (name === 'foodBusiness') await sheetOf(pdf);
  }
  const world = await ReportWorld.open();
  pageOf(await printedReport(world, await world.report()), 'credit-report');
} finally {
  await city.stop();
  await removeFolder(folder);
  rmSync(work, { recursive: true });
}

/** The first page of a PDF as an image. */
function pageOf(pdf: Uint8Array, name: string): void {
  writeFileSync(join(work, 'page.pdf'), pdf);
  const args = ['-r', DOTS_AN_INCH, '-png', '-singlefile', 'page.pdf', join(IMAGES, name)];
  execFileSync('pdftoppm', args, { cwd: work });
}

/** The first valid certificate of a type as PDF; undefined where the sample city has none. */
async function printedOf(type: string, issuer: string): Promise<Buffer | undefined> {
  const clerk = city.callers.find(({ role, department }) => role === 'clerk' && department === issuer)!;
  const { body } = await city.ask(clerk, `/v1/licenses?type=${type}&standing=valid&limit=1`);
  const [first] = body['items'] as { id: string }[];
  if (first === undefined) return undefined;
  const headers = { authorization: `Bearer ${clerk.key}` };
  const answer = await fetch(`${city.url('bureau')}/v1/licenses/${first.id}/document.pdf`, {
    headers,
  });
  return Buffer.from(await answer.arrayBuffer());
}

/** What a telephone shows that reads the code off the page. */
async function sheetOf(pdf: Buffer): Promise<void> {
  const path = (await codeOnPage(pdf)).slice(ADDRESS.length);
  const file = join(IMAGES, 'sheet.png');
  const shown = `--window-size=${SCREEN}`;
  // The city answers the browser from this very process.
  await promisify(execFile)('chromium', [
    '--headless=new',
    '--no-sandbox',
    '--hide-scrollbars',
    shown,
    `--user-data-dir=${join(work, 'browser')}`,
    `--screenshot=${file}`,
    city.url('bureau') + path,
  ]);
}
