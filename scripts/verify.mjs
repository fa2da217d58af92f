// npm run verify -- FILE… [--trust FILE]: checks documents offline under the packaged Node.
import { launch } from './lib/launch.mjs';

process.argv.splice(2, 0, 'verify');
launch('certificates/dist/command/main.js');
