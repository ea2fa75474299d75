/** Browsers take a backslash for a slash and drop control characters: `/\t/evil.example` is another site to them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const ownPath = /^\/(?![/\\])[^\\\u0000-\u001f\u007f]*$/;

/** An address of ours, without its origin: where one may be led after signing in. */
export const isOwnPath = (path: string): boolean => path.length <= 2000 && ownPath.test(path);
