import { existsSync } from 'node:fs';
import { path } from './project.mjs';
import { run } from './process.mjs';

/**
 * The files this branch changes: those not committed, and those committed since it left main. On main itself, those
 * of its last commit. HANLIAN_BASE names another commit to compare with.
 * @returns {Promise<string[]>} paths from the root, without deleted files
 */
export async function changedFiles() {
  const base = await baseCommit();
  const [committed, untracked] = await Promise.all([
    git('diff', '--name-only', '--diff-filter=d', base ?? 'HEAD'),
    git('ls-files', '--others', '--exclude-standard'),
  ]);
  return [...new Set([...lines(committed), ...lines(untracked)])].filter((file) => existsSync(path(file)));
}

async function baseCommit() {
  const head = (await git('rev-parse', 'HEAD')).trim();
  for (const name of [process.env.HANLIAN_BASE, 'origin/main', 'main'].filter(Boolean)) {
    const base = (await git('merge-base', name, 'HEAD')).trim();
    if (base !== '' && base !== head) return base;
  }
  return (await git('rev-parse', '--verify', '--quiet', 'HEAD^')).trim() || undefined;
}

const git = async (...args) => {
  const { code, stdout } = await run('git', args);
  return code === 0 ? stdout : '';
};

const lines = (text) => text.split('\n').filter(Boolean);
