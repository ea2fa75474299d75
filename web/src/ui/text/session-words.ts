/** ISO 8601 durations of AWS in words: PT8H → "8 h", PT1H30M → "1 h 30 min". */
export function sessionWords(duration: string): string {
  const found = duration.match(/^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/);
  if (!found) return duration;
  const [, hours, minutes, seconds] = found;
  return (
    [hours && `${hours} h`, minutes && `${minutes} min`, seconds && `${seconds} s`].filter(Boolean).join(' ') ||
    duration
  );
}
