/** No connection to the database came free, or could be made, in time. Nothing was done: the same may be asked again. */
export class DatabaseBusy extends Error {
  constructor(cause: Error) {
    super('No connection to the database in time.', { cause });
    this.name = 'DatabaseBusy';
  }
}
