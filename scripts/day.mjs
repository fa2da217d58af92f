// npm run day: a day at a large city's rate, asked through the gateway over HTTP with PostgreSQL behind, then audited
// offline; what a seed lets go wrong must be found, and nothing else. Needs PostgreSQL (Debian: apt-get install postgresql).
//   npm run day -- --queries 150000 --departments 50 --resources 1300 --seed N
import { launch } from './lib/launch.mjs';

await launch('test/dist/day/command.js');
