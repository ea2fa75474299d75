/** Replaces what stands between `<!-- NAME … -->` and `<!-- /NAME -->` in a page that is otherwise written by hand. */
export function betweenMarkers(page: string, text: string, name: string, inner: string): string {
  const start = `<!-- ${name}: written by npm run generate -->`;
  const end = `<!-- /${name} -->`;
  const [before, rest] = text.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${page} needs the lines ${start} and ${end}.`);
  return `${before}${start}\n${inner}\n${end}${after}`;
}
