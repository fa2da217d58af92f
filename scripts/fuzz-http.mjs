// npm run fuzz:http -- [--requests N] [--seed N]: Schemathesis drives a live hub by its API description.
import { launch } from './lib/launch.mjs';

launch('test/dist/support/fuzz-http/main.js');
