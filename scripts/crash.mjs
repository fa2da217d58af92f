// npm run crash: breaks a city off in the middle, again and again, and looks for what it lost.
//   npm run crash -- --kills 3000     its process is killed under load
//   npm run crash -- --releases 1000  a provider is killed while it gives data away
//   npm run crash -- --syncs 1000     its power fails at so many of its syncs, or at all there are
import { launch } from './lib/launch.mjs';

await launch('test/dist/fault/crash/command.js');
