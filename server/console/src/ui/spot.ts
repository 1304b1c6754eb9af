/** A place on the screen, in px from its upper left corner. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** So far apart are the points that are looked at; no button is smaller than that. */
const STEP_PX = 20;

/** Points that tell what lies within a box: a grid with its edges. */
const pointsOf = ({ left, top, width, height }: Box): [x: number, y: number][] => {
  const [across, down] = [Math.ceil(width / STEP_PX), Math.ceil(height / STEP_PX)];
  return Array.from({ length: (across + 1) * (down + 1) }, (_, i) => [
    left + (width * (i % (across + 1))) / across,
    top + (height * Math.floor(i / (across + 1))) / down,
  ]);
};

/**
 * Which of some places covers the least of what can be pressed: the first of the best, but the present one (by index)
 * as long as no other is better, so that nothing moves without need. `weightAt` tells how much it would hurt to cover
 * a point by standing in a place.
 */
export const bestSpot = (
  spots: readonly Box[],
  weightAt: (x: number, y: number, spot: Box) => number,
  present?: number,
): number => {
  const costs = spots.map((spot) => pointsOf(spot).reduce((sum, [x, y]) => sum + weightAt(x, y, spot), 0));
  const least = Math.min(...costs);
  return present !== undefined && costs[present] === least ? present : costs.indexOf(least);
};
