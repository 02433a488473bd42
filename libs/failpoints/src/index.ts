export { armFailpoints, failpoint, failpointPerPiece, passAfter } from './failpoint';
export { FAILPOINT_NAMES, type FailpointName } from './failpoint-name';
