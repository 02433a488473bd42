/** The folder with this id is gone; perhaps there is another one of its name. Stays within this library. */
export class StaleFolderError extends Error {
  constructor() {
    super('The folder has gone since it was looked up');
    this.name = 'StaleFolderError';
  }
}
