/** Reads all pages of an SDK paginator; returns the sizes of the pages and how many different rows there were. */
export async function readPages(
  pages: AsyncIterable<object>,
  name: string,
): Promise<{ sizes: number[]; distinct: number }> {
  const sizes: number[] = [];
  const rows = new Set<string>();
  for await (const page of pages) {
    const list = (page as Record<string, unknown[]>)[name] ?? [];
    sizes.push(list.length);
    for (const row of list) rows.add(JSON.stringify(row));
  }
  return { sizes, distinct: rows.size };
}
