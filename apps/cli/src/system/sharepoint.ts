/** Apart from its users, so that they can load it when it is needed: it brings the Graph client with it. */
export { checkSharePoint, provisionSharePoint } from '@app/delivery';
