// npm run demo: the story of one certificate, step by step, with real requests.
import { launch } from './lib/launch.mjs';

launch('bench/dist/demo.js');
