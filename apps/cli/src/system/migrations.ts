/** Apart from its users, so that they can load it when it is needed: it brings half of the product with it. */
export { runMigrations } from '@app/database';
