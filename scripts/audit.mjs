// npm run audit -- --grants FILE --receipts FILE… --log FOLDER --trust FILE: audits shared data offline, under the packaged Node.
import { launch } from './lib/launch.mjs';

process.argv.splice(2, 0, 'audit');
launch('certificates/dist/command/main.js');
