import type { Received } from './client.ts';

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total: number;
}
export interface Paging {
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** The largest page the API gives. */
export const LARGEST_PAGE = 200;

/** One page as the API gives it, or, with `all`, every page after it too as one. */
export async function readPages<P extends Page<unknown>>(
  all: boolean,
  paging: Paging,
  read: (paging: Paging) => Promise<Received<P>>,
): Promise<Received<P>> {
  if (!all) return read(paging);
  const first = await read({ ...paging, limit: paging.limit ?? LARGEST_PAGE });
  const page = { ...first.value, items: [...first.value.items] };
  while (page.nextCursor !== null) {
    const { value } = await read({ limit: paging.limit ?? LARGEST_PAGE, cursor: page.nextCursor });
    page.items.push(...value.items);
    page.nextCursor = value.nextCursor;
  }
  return { value: page, text: JSON.stringify(page) };
}
