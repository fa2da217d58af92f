// npm run mutate: changes the rules of the domain one by one and sees whether the tests notice.
//   npm run mutate -- time codes     only rules whose path contains one of these words
import { mutableRules, mutate } from './lib/mutation.mjs';
import { prepare } from './lib/prepare.mjs';
import { script, UsageError } from './lib/process.mjs';

script(async () => {
  const { node, built } = await prepare();
  if (built.code !== 0) throw new UsageError(`The build failed:\n${built.output}`);
  const words = process.argv.slice(2);
  const rules = mutableRules().filter(
    (file) => words.length === 0 || words.some((word) => file.includes(word)),
  );
  if (rules.length === 0) throw new UsageError(`None of the rules matches: ${mutableRules().join(', ')}`);
  const { code } = await mutate(node, rules, { stream: true });
  return code;
});
