import { Logger } from '@nestjs/common';

// What the client would log, the command tells in its own words; with --json nothing else may stand on the output.
Logger.overrideLogger(false);

/** Apart from its users, so that they can load it when it is needed: it brings the Graph client with it. */
export { checkSharePoint, provisionSharePoint } from '@app/delivery';
