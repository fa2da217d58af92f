// npm run present -- FILE --key FILE …: a holder shows an SD-JWT, as text and as QR code.
import { launch } from './lib/launch.mjs';

process.argv.splice(2, 0, 'present');
launch('certificates/dist/command/main.js');
