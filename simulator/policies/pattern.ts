/**
 * Whether a text matches an IAM pattern: `*` for any run of characters, `?` for exactly one. Takes at most
 * pattern × text steps: whoever may write a policy must not be able to stop the simulator with `a*a*a*a*b`, as a regular
 * expression made of it could.
 */
export function matchesPattern(pattern: string, text: string, ignoreCase = false): boolean {
  if (pattern === '*') return true;
  return ignoreCase ? matchesWild(pattern.toLowerCase(), text.toLowerCase()) : matchesWild(pattern, text);
}

/** On a mismatch only the last `*` takes one character more: an earlier one could gain nothing by it. */
function matchesWild(pattern: string, text: string): boolean {
  let at = 0;
  let position = 0;
  let star = -1;
  let starPosition = 0;
  while (position < text.length) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = at++;
      starPosition = position;
    } else if (wanted === '?' || (wanted !== undefined && wanted === text[position])) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      at = star + 1;
      position = ++starPosition;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}

/** ARN patterns match part by part, so that a `*` does not reach over a colon of the first five parts. */
export function matchesArn(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const patternParts = arnParts(pattern);
  const parts = arnParts(arn);
  if (patternParts.length !== 6 || parts.length !== 6) return false;
  return patternParts.every((part, index) => matchesPattern(part, parts[index] ?? ''));
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
