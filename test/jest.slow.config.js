/** Tests that take too long for every run: `npm run test:slow [-- PATH]`. */
const config = require('./jest.config');

/** @type {import('jest').Config} */
module.exports = { ...config, testRegex: '\\.slow-spec\\.ts$' };
