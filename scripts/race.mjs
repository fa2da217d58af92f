// npm run race: raced pulls of one consent, from several processes; as many are granted as it allows.
//   npm run race -- --ledger fabric --pulls 10000 --limit 100
import { launch } from './lib/launch.mjs';

await launch('test/dist/support/races/command.js');
