/** A file that is made from the code and checked in, so that a change of it is seen in review. */
export interface GeneratedFile {
  file: string;
  /** The whole new text; `current` is what the file holds now ('' when it is missing). */
  make(root: string, current: string): Promise<string>;
}
