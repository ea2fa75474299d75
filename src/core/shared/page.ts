/** A piece of a list: `cursor` is what the page before gave as `nextCursor`. */
export interface PageRequest {
  limit: number;
  cursor?: string | undefined;
}
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  /** Of the whole list, as far as the viewer may see it. */
  total: number;
}
