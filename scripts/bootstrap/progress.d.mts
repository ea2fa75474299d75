/** Shows a step at once, how long it is taking while it lasts, and how long it took. */
export declare function showProgress<T>(
  title: string,
  work: () => Promise<T>,
  out?: { write(text: string): unknown; isTTY?: boolean },
): Promise<T>;
