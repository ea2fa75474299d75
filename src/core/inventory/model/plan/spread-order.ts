/** The same order every time, which has nothing to do with names, ages or sizes: the first few stand for all. */
export const spreadOrder = (ids: Iterable<string>): string[] =>
  [...ids]
    .map((id) => ({ id, at: fnv1a(id) }))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);

/** http://www.isthe.com/chongo/tech/comp/fnv/, with a last mixing, since ids often differ in their last sign only. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  return (hash ^ (hash >>> 15)) >>> 0;
}
