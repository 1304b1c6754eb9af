/** What this installation is called, and whether it shows itself with demo accounts. */
export interface Brand {
  readonly name: string;
  /** Named in the console, not by BRAND_NAME. */
  readonly named?: boolean;
  readonly demo: boolean;
}

// Closed until boot says otherwise: no demo sign-in by accident.
let current: Brand = { name: '扣一', demo: false };

/** The brand as boot configured it. */
export const brand = (): Brand => current;

/** Called once at boot, before the first request. */
export const setBrand = (value: Brand): void => {
  current = value;
};
