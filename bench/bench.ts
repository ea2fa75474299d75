export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** The figure must not be above it. */
  limit?: number;
  /** The figure must not be below it. */
  atLeast?: number;
}
/** Sets up what it needs, measures, and removes it again. */
export type Bench = () => Promise<Figure[]>;
